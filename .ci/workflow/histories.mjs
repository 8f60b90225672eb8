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
  const folders = { folder: join(folder, "runner"), cache: join(folder, "cache") };
  return run({ workflow: ".github/workflows/errtable.yml", origin, event, name, sha, env, ...folders });
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

function expect(result, { fails, annotations, summary, installs = false, isPartial = false }) {
  const shown = JSON.stringify({ ...result, log: undefined }, null, 2) + result.log;
  assert.equal(result.failed, fails, shown);
  assert.equal(outcome(result, "Check"), fails ? "failure" : "success", shown);
  // The summary of a spec with errors is written as far as it goes, and the step says that it is not whole.
  assert.equal(outcome(result, "Say what has changed"), isPartial ? "failure" : "success", shown);
  assert.equal(outcome(result, "Install errtable"), installs ? "success" : "skipped", shown);
  assert.deepEqual(told(result), annotations, shown);
  assert.ok(result.summary.startsWith("## What has changed in the error tables\n\n"), shown);
  assert.match(result.summary, summary, shown);
}

const REMOVED = "error errtable%3A code-removed spec/codes.lock";
const HIDDEN = ["error errtable%3A lost-lock spec/codes.lock", "error errtable%3A code-removed spec/codes.md"];
const SLIP = "error errtable%3A invalid-code spec/codes.md";
const NOTHING_BEFORE = "notice errtable%3A missing-baseline spec/codes.md";

function adoption(first) {
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
  // The codes are released with the first version.
  call(work, errtable, "lock", "spec/codes.md", "--stamp", "0.1.0");
  put("Cargo.toml", readFileSync(join(work, "Cargo.toml"), "utf8").replace("0.1.0", "0.2.0"));
  const released = commit("work on version 0.2.0");
  git("push", "--quiet", "origin", "main");
  return released;
}

function red(adopted) {
  git("checkout", "--quiet", "-b", "red", adopted);
  put("spec/codes.md", table().replace(/\| 1002 .*\n/, ""));
  expect(request(commit("a code goes")), { fails: true, annotations: [REMOVED], summary: /\*\*Breaking:\*\* .*TimedOut/ });
}

function threeCommits(adopted) {
  git("checkout", "--quiet", "-b", "three", adopted);
  add(1003, "first of three");
  lock();
  commit("one");
  put("README.md", "two\n");
  commit("two");
  put("README.md", "three\n");
  const good = commit("three");
  git("push", "--quiet", "origin", "HEAD:main");
  expect(push(adopted, good), { fails: false, annotations: [], summary: /FirstOfThree/ });
  // What the first of three commits hides, the last two do not show.
  hide(1002);
  commit("one");
  put("README.md", "two\n");
  commit("two");
  put("README.md", "three\n");
  const bad = commit("three");
  git("push", "--quiet", "origin", "HEAD:main");
  expect(push(good, bad), { fails: true, annotations: HIDDEN, summary: /\*\*Breaking:\*\* .*TimedOut/ });
  return bad;
}

function forcePush(adopted) {
  git("checkout", "--quiet", "-b", "forced", adopted);
  add(1006, "in the history that goes");
  call(work, errtable, "lock", "spec/codes.md", "--stamp", "0.2.0");
  const before = commit("version 0.2.0");
  git("push", "--quiet", "--force", "origin", "HEAD:main");
  git("reset", "--quiet", "--hard", adopted);
  put("README.md", "another history\n");
  const after = commit("another history");
  git("push", "--quiet", "--force", "origin", "HEAD:main");
  // What was released is gone, with the history that says so.
  const summary = /\*\*Breaking:\*\* .*InTheHistoryThatGoes/;
  expect(push(before, after, true), { fails: true, annotations: HIDDEN, summary });
  // Where the service has thrown the commit away, there is nothing to compare with.
  call(origin, "git", "gc", "--quiet", "--prune=now");
  expect(push(before, after, true), { fails: false, annotations: [NOTHING_BEFORE], summary: /nothing to compare with/ });
}

function fork(adopted) {
  git("checkout", "--quiet", "-b", "fork", adopted);
  add(1004, "from a fork");
  lock();
  expect(request(commit("from a fork"), true), { fails: false, annotations: [], summary: /FromAFork/ });
  add("1O05", "with a slip");
  expect(request(commit("with a slip"), true), { fails: true, annotations: [SLIP], summary: /In part/, isPartial: true });
}

const first = begin();
const adopted = adoption(first);
red(adopted);
threeCommits(adopted);
forcePush(adopted);
fork(adopted);
console.log("five histories end as they should");
