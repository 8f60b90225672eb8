// Runs the steps of a workflow as a runner of GitHub does, as far as the workflow to copy needs it: expressions by the
// library of GitHub, commands in bash, and the actions below. What it does not know is an error, not a step left out.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { data, Evaluator, Lexer, Parser } from "@actions/expressions";
import { parse } from "yaml";

const CONTEXTS = ["github", "env", "runner", "steps"];
const STATUS = ["success", "failure", "always", "cancelled"];

/// Runs a workflow on an event; `origin` is the repository, `ref` and `sha` what the event is about.
export function run({ workflow, origin, event, name, ref, sha, folder, cache, env = {} }) {
  const { jobs, on, permissions, ...top } = parse(readFileSync(workflow, "utf8"));
  if (!(name in on)) throw new Error(`the workflow does not run on ${name}`);
  if (JSON.stringify(permissions) !== '{"contents":"read"}') throw new Error("it asks for more than a fork is given");
  const [job, ...others] = Object.values(jobs);
  if (others.length > 0) throw new Error("it has several jobs");
  rmSync(folder, { recursive: true, force: true });
  const runner = { os: "Linux", temp: join(folder, "temp") };
  const workspace = join(folder, "workspace");
  mkdirSync(runner.temp, { recursive: true });
  mkdirSync(workspace);
  const state = {
    github: { event, event_name: name, ref, sha }, runner, workspace, origin, cache,
    env: {}, steps: {}, path: [], base: env, failed: false, told: [], summary: "", log: "",
  };
  for (const level of [top.env, job.env]) Object.assign(state.env, filled(level ?? {}, state));
  for (const step of job.steps) perform(step, state);
  return { failed: state.failed, steps: state.told, summary: state.summary, log: state.log, annotations: annotations(state.log) };
}

/// The commands of a log that become annotations: their level, file, line and title.
function annotations(log) {
  const commands = log.split("\n").filter((line) => /^::(error|warning|notice)[ :]/.test(line));
  return commands.map((line) => {
    const [, level, properties, message] = /^::(\w+) ?(.*?)::(.*)$/.exec(line);
    return { level, ...Object.fromEntries(properties.split(",").map((pair) => pair.split("="))), message };
  });
}

function perform(step, state) {
  const title = step.name ?? step.uses ?? step.run;
  if (!holds(step.if, state)) {
    state.told.push({ title, outcome: "skipped" });
    if (step.id) state.steps[step.id] = { outcome: "skipped", outputs: {} };
    return;
  }
  const outputs = {};
  const passed = step.run ? command(step, state, outputs) : action(step, state, outputs);
  const outcome = passed ? "success" : "failure";
  state.failed ||= !passed;
  state.told.push({ title, outcome });
  if (step.id) state.steps[step.id] = { outcome, outputs };
}

/// Runs commands in bash, which ends at the first that fails.
function command(step, state, outputs) {
  const files = Object.fromEntries(["STEP_SUMMARY", "PATH", "OUTPUT"].map((file) => [file, join(state.runner.temp, file)]));
  Object.values(files).forEach((file) => writeFileSync(file, ""));
  const script = join(state.runner.temp, "step.sh");
  writeFileSync(script, text(step.run, state));
  const env = { ...process.env, ...state.base, ...state.env, ...filled(step.env ?? {}, state) };
  for (const [name, file] of Object.entries(files)) env[`GITHUB_${name}`] = file;
  env.RUNNER_TEMP = state.runner.temp;
  env.PATH = [...state.path, env.PATH].join(":");
  const done = spawnSync("bash", ["-e", script], { cwd: state.workspace, env, encoding: "utf8" });
  state.log += done.stdout + done.stderr;
  state.summary += readFileSync(files.STEP_SUMMARY, "utf8");
  state.path.unshift(...lines(readFileSync(files.PATH, "utf8")));
  lines(readFileSync(files.OUTPUT, "utf8")).forEach((line) => (outputs[line.split("=")[0]] = line.slice(line.indexOf("=") + 1)));
  return done.status === 0;
}

const lines = (file) => file.split("\n").filter((line) => line !== "");

const ACTIONS = {
  "actions/checkout": (given, { workspace, origin, github }) => {
    const git = (...words) => {
      const done = spawnSync("git", words, { cwd: workspace, encoding: "utf8" });
      if (done.status !== 0) throw new Error(done.stderr);
    };
    git("init", "--quiet");
    git("remote", "add", "origin", origin);
    const depth = given["fetch-depth"] ?? 1;
    const all = ["+refs/heads/*:refs/remotes/origin/*", "+refs/tags/*:refs/tags/*"];
    git("fetch", "--quiet", ...(depth > 0 ? [`--depth=${depth}`] : []), "origin", ...(depth > 0 ? [] : all), github.sha);
    git("checkout", "--quiet", "--detach", github.sha);
  },
  "actions/cache/restore": (given, { cache }, outputs) => {
    const kept = join(cache, given.key);
    outputs["cache-hit"] = String(existsSync(kept));
    outputs["cache-primary-key"] = given.key;
    if (existsSync(kept)) cpSync(kept, given.path, { recursive: true });
  },
  "actions/cache/save": (given, { cache }) => {
    if (!existsSync(given.path)) throw new Error(`there is nothing at ${given.path}`);
    cpSync(given.path, join(cache, given.key), { recursive: true });
  },
};

function action(step, state, outputs) {
  const [name, version] = step.uses.split("@");
  if (!(name in ACTIONS) || !/^v\d+$/.test(version ?? "")) throw new Error(`the action ${step.uses} is not known`);
  ACTIONS[name](filled(step.with ?? {}, state), state, outputs);
  return true;
}

const filled = (values, state) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, text(value, state)]));

/// A value with its expressions evaluated.
function text(value, state) {
  return String(value).replaceAll(/\$\{\{(.*?)\}\}/gs, (_, expression) => evaluate(expression, state).coerceString());
}

/// Whether a step is run: after a failure, only one that asks about it.
function holds(condition, state) {
  const bare = String(condition ?? "success()").trim();
  const expression = /^\$\{\{(.*)\}\}$/s.exec(bare)?.[1] ?? bare;
  const asks = STATUS.some((name) => expression.includes(`${name}(`));
  return (asks || !state.failed) && truth(evaluate(expression, state));
}

const truth = (value) => {
  const plain = JSON.parse(JSON.stringify(value, data.replacer));
  return typeof plain === "object" ? plain !== null : Boolean(plain);
};

function evaluate(expression, state) {
  const known = { github: state.github, env: state.env, runner: state.runner, steps: state.steps };
  const told = { success: () => !state.failed, failure: () => state.failed, always: () => true, cancelled: () => false };
  const functions = Object.entries(told).map(([name, call]) => definition(name, 0, () => new data.BooleanData(call())));
  functions.push(definition("hashFiles", 255, (...patterns) => new data.StringData(hash(patterns, state.workspace))));
  const parser = new Parser(new Lexer(expression).lex().tokens, CONTEXTS, functions);
  const context = JSON.parse(JSON.stringify(known), data.reviver);
  const called = new Map(functions.map((of) => [of.name.toLowerCase(), of]));
  return new Evaluator(parser.parse(), context, called).evaluate();
}

const definition = (name, maxArgs, call) => ({ name, description: "", minArgs: 0, maxArgs, call });

/// A hash of the files that match; nothing where none does.
function hash(patterns, workspace) {
  const all = globSync(patterns.map((pattern) => pattern.coerceString()), { cwd: workspace }).sort();
  const files = all.map((file) => join(workspace, file)).filter((file) => statSync(file).isFile());
  if (files.length === 0) return "";
  const sum = createHash("sha256");
  files.forEach((file) => sum.update(readFileSync(file)));
  return sum.digest("hex");
}
