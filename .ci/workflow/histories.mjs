// The workflow that `errtable new` writes, run on the histories in which a gate goes wrong most easily: the request that
// adopts it, a red check, a push of several commits, a force push, and a request from a fork.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { run } from "./run.mjs";

const [folder, errtable, checkout] = process.argv.slice(2);
const ZEROS = "0".repeat(40);
const WHO = ["-c", "user.name=x", "-c", "user.email=x@x", "-c", "commit.gpgsign=false", "-c", "init.defaultBranch=main"];
const origin = join(folder, "origin.git");
const work = join(folder, "work");
const env = { CARGO_PROFILE_RELEASE_OPT_LEVEL: "0" };

const call = (at, program, ...words) => execFileSync(program, words, { cwd: at, encoding: "utf8", stdio: "pipe" }).trim();
const git = (...words) => call(work, "git", ...WHO, ...words);
const table = () => readFileSync(join(work, "spec/codes.md"), "utf8");
const put = (file, text) => {
  mkdirSync(dirname(join(work, file)), { recursive: true });
  writeFileSync(join(work, file), text);
};
const commit = (message) => {
  git("add", "--all");
  git("commit", "--quiet", "--no-verify", "--allow-empty", `--message=${message}`);
  return git("rev-parse", "HEAD");
};
const lock = () => call(work, errtable, "lock", "spec/codes.md");
const add = (code, name) => put("spec/codes.md", `${table()}| ${code} | ${name} | ${name} again |\n`);
/// Takes a code out of the spec and out of its lock, as somebody does who wants the lock to pass.
const hide = (code) => {
  const without = (text) => text.split("\n").filter((line) => !RegExp(`^(\\| )?${code} `).test(line)).join("\n");
  put("spec/codes.md", without(table()));
  put("spec/codes.lock", without(readFileSync(join(work, "spec/codes.lock"), "utf8")));
};

/// A package with a first commit, and the repository that it is pushed to.
function begin() {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  call(folder, "git", "init", "--quiet", "--bare", "--initial-branch=main", origin);
  // As GitHub does, it gives out commits that no branch has any more.
  call(origin, "git", "config", "uploadpack.allowAnySHA1InWant", "true");
  put("Cargo.toml", '[package]\nname = "kiosk"\nversion = "0.1.0"\nedition = "2024"\n');
  put("src/lib.rs", "");
  mkdirSync(join(work, "vendor"));
  symlinkSync(checkout, join(work, "vendor/errtable"));
  git("init", "--quiet");
  git("remote", "add", "origin", origin);
  const first = commit("a package");
  git("push", "--quiet", "origin", "main");
  return first;
}

/// What the runner does on an event, in a fresh folder and with the cache of the repository.
function on(name, event, sha) {
  const given = { origin, event, name, sha, ref: "", env };
  const workflow = join(work, ".github/workflows/errtable.yml");
  return run({ ...given, workflow, folder: join(folder, "runner"), cache: join(folder, "cache") });
}

const push = (before, after, forced = false) => on("push", { before, after, forced }, after);

/// A request to merge a commit into main: the service makes the merge that is checked.
function request(head, fork = false) {
  const base = git("rev-parse", "origin/main");
  git("fetch", "--quiet", "origin", "main");
  git("checkout", "--quiet", "--detach", base);
  git("merge", "--quiet", "--no-ff", "--message=merge", head);
  const merge = git("rev-parse", "HEAD");
  git("push", "--quiet", "--force", "origin", `${merge}:refs/pull/1/merge`);
  git("checkout", "--quiet", "main");
  return on("pull_request", { pull_request: { base: { sha: base }, head: { sha: head, repo: { fork } } } }, merge);
}

/// The outcome of the steps that have a name.
const outcome = (result, title) => result.steps.find((step) => step.title === title)?.outcome;
const told = (result) => result.annotations.map(({ level, title, file }) => `${level} ${title} ${file}`);

function expect(result, { fails, annotations, summary, installs = false }) {
  const shown = JSON.stringify({ ...result, log: undefined }, null, 2) + result.log;
  assert.equal(result.failed, fails, shown);
  assert.equal(outcome(result, "Check"), fails ? "failure" : "success", shown);
  assert.equal(outcome(result, "Say what has changed"), "success", shown);
  assert.equal(outcome(result, "Install errtable"), installs ? "success" : "skipped", shown);
  assert.deepEqual(told(result), annotations, shown);
  assert.ok(result.summary.startsWith("## What has changed in the error tables\n\n"), shown);
  assert.match(result.summary, summary, shown);
}

const NOTHING_BEFORE = "notice errtable%3A missing-baseline spec/codes.md";

function adoption() {
  git("checkout", "--quiet", "-b", "adopt");
  call(work, errtable, "new", "--errtable-path", "vendor/errtable", "--ci", "github");
  const adopted = commit("errtable");
  expect(request(adopted), {
    fails: false, annotations: [NOTHING_BEFORE], summary: /the enum `ErrorCode` is new/, installs: true,
  });
  git("checkout", "--quiet", "main");
  git("merge", "--quiet", adopted);
  git("push", "--quiet", "origin", "main");
  // The first push of a repository says that there was nothing before.
  expect(push(ZEROS, adopted), { fails: false, annotations: [NOTHING_BEFORE], summary: /`ErrorCode` is new/ });
  return adopted;
}

function red(adopted) {
  git("checkout", "--quiet", "-b", "red", adopted);
  put("spec/codes.md", table().replace(/\| 1002 .*\n/, ""));
  expect(request(commit("a code goes")), {
    fails: false, annotations: ["error errtable%3A stale-lock spec/codes.lock"], summary: /./,
  });
}

function threeCommits(adopted) {
  git("checkout", "--quiet", "-b", "three", adopted);
  add(1003, "first of three");
  lock();
  commit("one");
  put("README.md", "two\n");
  commit("two");
  put("README.md", "three\n");
  expect(push(adopted, commit("three")), { fails: false, annotations: [], summary: /FirstOfThree/ });
}

adoption();
