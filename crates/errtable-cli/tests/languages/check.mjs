// Asks modules of TypeScript for every code of the catalogues beside them: node check.mjs CATALOGUES MODULES
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { resolve } from "node:path";

/** The values of the name, of the description and of the other columns, in their order. */
function expectedCells(enumeration, entry) {
  const text = (column, value) => value ?? (column.optional ? null : "");
  const role = (name) => enumeration.columns.filter((column) => column.role === name);
  return [
    ...role("name").map((column) => text(column, entry.name)),
    ...role("description").map((column) => text(column, entry.description)),
    ...enumeration.columns
      .filter((column) => column.key !== undefined)
      .map((column) => (column.role === "text" ? text(column, entry.cells[column.key]) : entry.cells[column.key])),
  ];
}

/** Every name with the index of its entry; the first of equal names counts. */
function namesOf(enumeration) {
  const names = new Map();
  const add = (name, index) => name && !names.has(name) && names.set(name, index);
  enumeration.entries.forEach((entry, index) => add(entry.name, index));
  enumeration.entries.forEach((entry, index) => entry.aliases?.forEach((alias) => add(alias.text, index)));
  enumeration.entries.forEach((entry, index) => entry.former_names?.forEach((former) => add(former, index)));
  return names;
}

function checkEnum(module, enumeration) {
  const { name, entries } = enumeration;
  const [codes, all] = [module[name], module[`all${name}s`]];
  const [is, get, any] = ["is", "get", "any"].map((verb) => module[verb + name]);
  assert.equal(all.length, entries.length);
  entries.forEach((entry, index) => {
    const info = all[index];
    const { known, code, codes: each, variant, retired, ...rest } = info;
    assert.deepEqual({ known, code, each, variant, retired }, {
      known: true, code: entry.codes[0], each: entry.codes, variant: entry.variant, retired: entry.retired,
    });
    assert.deepEqual(Object.values(rest), expectedCells(enumeration, entry));
    assert.equal(codes[entry.variant], entry.codes[0]);
    for (const code of entry.codes) {
      assert.equal(get(code), info);
      assert.equal(any(code), info);
      assert.ok(is(code));
    }
    entry.aliases?.forEach((alias) => assert.equal(codes[alias.constant], entry.codes[0]));
  });
  for (const code of enumeration.code_type === "text" ? ["no such code", "valueOf"] : [-(2 ** 60), 2 ** 60, 0.5, NaN]) {
    assert.equal(get(code), undefined);
    assert.deepEqual(any(code), { known: false, code });
    assert.ok(!is(code) && !is(String(code)) && !is(null));
  }
  if (enumeration.columns.some((column) => column.role === "name")) {
    const find = module[`find${name}`];
    for (const [text, index] of namesOf(enumeration)) assert.equal(find(text), all[index]);
    assert.equal(find("no such name"), undefined);
    assert.equal(find("__proto__")?.name ?? "__proto__", "__proto__");
  }
  for (const range of enumeration.ranges) assert.ok(module[`rangeOf${name}`](range.last));
  for (const { category } of enumeration.columns) {
    if (!category) continue;
    const texts = category.values.map((value) => value.text);
    assert.deepEqual(category.values.map((value) => module[category.name][value.variant]), texts);
    assert.ok(texts.every(module[`is${category.name}`]));
    assert.ok(!module[`is${category.name}`]("no such text") && !module[`is${category.name}`](null));
  }
  return entries.reduce((sum, entry) => sum + entry.codes.length, 0);
}

const [catalogues, modules] = process.argv.slice(2);
let codes = 0;
const files = readdirSync(modules).filter((file) => file.endsWith(".js") && file !== "use.js");
for (const file of files) {
  const catalogue = JSON.parse(readFileSync(`${catalogues}/${file.slice(0, -3)}.json`, "utf8"));
  const module = await import(resolve(modules, file));
  for (const enumeration of catalogue.enums) codes += checkEnum(module, enumeration);
}
assert.ok(files.length > 90, `${files.length} modules`);
console.log(`TypeScript: ${codes} codes of ${files.length} modules are as their tables say`);
