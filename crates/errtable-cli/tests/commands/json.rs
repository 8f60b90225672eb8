//! `errtable emit json`.

use snapbox::str;

use crate::folder::{BROKEN, Folder, TILL};

#[test]
fn the_catalogue_is_printed() {
    let folder = Folder::with("json-print", TILL);
    folder.errtable(&["emit", "json", "codes.md"]).assert().code(0).stderr_eq("").stdout_eq(str![[r#"
{
  "format": "errtable/1",
  "source": "codes.md",
  "enums": [
    {
      "name": "TillError",
      "code_type": "u32",
      "columns": [
        {
          "header": "Error code",
          "role": "code"
        },
        {
          "header": "Name",
          "role": "name"
        },
        {
          "header": "Description",
          "role": "description"
        },
        {
          "header": "Part",
          "role": "category",
          "accessor": "part"
        },
        {
          "header": "Since",
          "role": "text",
          "accessor": "since",
          "optional": true
        }
      ],
      "entries": [
        {
          "codes": [
            4100
          ],
          "variant": "DrawerOpen",
          "name": "drawer open",
          "description": "The cash drawer was left open",
          "cells": {
            "Part": "drawer",
            "Since": "1.0"
          },
          "retired": false,
          "lines": [
            17
          ]
        },
        {
          "codes": [
            4101
          ],
          "variant": "PaperOut",
          "name": "paper out",
          "description": "The receipt printer has no paper",
          "cells": {
            "Part": "printer",
            "Since": null
          },
          "retired": false,
          "lines": [
            18
          ]
        },
        {
          "codes": [
            4102
          ],
          "variant": "RibbonDry",
          "name": "ribbon dry",
          "description": "The ribbon needs ink",
          "cells": {
            "Part": "printer",
            "Since": null
          },
          "retired": true,
          "lines": [
            19
          ]
        },
        {
          "codes": [
            4110
          ],
          "variant": "ScannerLost",
          "name": "scanner lost",
          "description": "The scanner stopped answering",
          "cells": {
            "Part": "scanner",
            "Since": null
          },
          "retired": false,
          "aliases": [
            {
              "constant": "SCANNER_GONE",
              "text": "scanner gone",
              "line": 21
            }
          ],
          "lines": [
            20,
            21
          ]
        }
      ],
      "ranges": [
        {
          "first": 4200,
          "last": 4299,
          "text": "reserved — Kept for the shop — shop",
          "lines": [
            22
          ]
        }
      ]
    }
  ],
  "skipped": []
}

"#]]);
}

#[test]
fn a_broken_spec_has_no_catalogue() {
    let folder = Folder::with("json-broken", BROKEN);
    let output = folder.errtable(&["emit", "json", "codes.md"]).assert().code(1).stdout_eq("");
    let stderr = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
    assert!(stderr.contains("error[duplicate-code]: code 1 is used twice"), "{stderr}");
    folder.errtable(&["emit", "json", "missing.md"]).assert().code(2).stdout_eq("");
}

/// Whether catalogues are valid against it, another validator says: see `.ci/integrations`.
#[test]
fn the_schema_is_printed() {
    let folder = Folder::new("json-schema");
    let schema = include_str!("../../../errtable-tools/schema/catalogue.json");
    folder
        .errtable(&["emit", "json", "--schema"])
        .assert()
        .code(0)
        .stderr_eq("")
        .stdout_eq(snapbox::Data::text(schema).raw());
}
