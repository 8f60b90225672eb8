//! `errtable check --format`.

use snapbox::str;

use crate::folder::{BROKEN, Folder};

fn check(folder: &Folder, format: &str) -> snapbox::cmd::OutputAssert {
    folder.errtable(&["check", "spec/codes.md", "--format", format]).assert().stderr_eq("")
}

fn folder(test: &str) -> Folder {
    let folder = Folder::new(test);
    folder.write("spec/codes.md", BROKEN.to_owned() + "| 4 | lid open，stuck |\n");
    folder.commit();
    folder
}

#[test]
fn short_is_a_line_for_each() {
    check(&folder("format-short"), "short").code(1).stdout_eq(str![[r#"
spec/codes.md:4:3: error: code 1 is used twice [duplicate-code]
spec/codes.md:6:7: warning: `，` is a full-width mark in an ASCII text [full-width-punctuation]

"#]]);
}

#[test]
fn json_tells_all() {
    check(&folder("format-json"), "json").code(1).stdout_eq(str![[r#"
{
  "errors": 1,
  "findings": [
    {
      "accept": null,
      "column": 3,
      "end_column": 4,
      "end_line": 4,
      "fixes": [
        {
          "applicability": "choice",
          "edits": [
            {
              "column": 1,
              "end": 0,
              "end_column": 1,
              "end_line": 1,
              "line": 1,
              "path": "spec/codes.md",
              "start": 0,
              "text": "<!-- errtable/nduplicates = /"merge/" # some codes have several causes/n-->/n"
            }
          ],
          "title": "if both are causes of one code, merge them (`first` leaves the later one out)"
        }
      ],
      "help": [
        "if both are causes of one code, merge them (`first` leaves the later one out): add above line 1:/n/n<!-- errtable/nduplicates = /"merge/" # some codes have several causes/n-->",
        "give one of them another code, or strike out the retired one: ~~1~~"
      ],
      "labels": [
        {
          "column": 3,
          "end_column": 4,
          "end_line": 3,
          "line": 3,
          "path": "spec/codes.md",
          "text": "first used here"
        }
      ],
      "line": 4,
      "message": "code 1 is used twice",
      "note": "",
      "path": "spec/codes.md",
      "rule": "duplicate-code",
      "severity": "error"
    },
    {
      "accept": null,
      "column": 7,
      "end_column": 21,
      "end_line": 6,
      "fixes": [
        {
          "applicability": "preferred",
          "edits": [
            {
              "column": 7,
              "end": 118,
              "end_column": 21,
              "end_line": 6,
              "line": 6,
              "path": "spec/codes.md",
              "start": 102,
              "text": "lid open, stuck"
            }
          ],
          "title": "write `lid open, stuck`"
        },
        {
          "applicability": "choice",
          "edits": [
            {
              "column": 1,
              "end": 0,
              "end_column": 1,
              "end_line": 1,
              "line": 1,
              "path": "spec/codes.md",
              "start": 0,
              "text": "<!-- errtable/nallow = [/"full-width-punctuation/"]/n-->/n"
            }
          ],
          "title": "if it is meant, say so"
        }
      ],
      "help": [
        "write `lid open, stuck`",
        "if it is meant, say so: add above line 1:/n/n<!-- errtable/nallow = [/"full-width-punctuation/"]/n-->"
      ],
      "labels": [],
      "line": 6,
      "message": "`，` is a full-width mark in an ASCII text",
      "note": "",
      "path": "spec/codes.md",
      "rule": "full-width-punctuation",
      "severity": "warning"
    }
  ],
  "format": "errtable-findings/1",
  "held_back": 0,
  "notes": 0,
  "warnings": 1
}

"#]]);
}

#[test]
fn github_is_annotated() {
    check(&folder("format-github"), "github").code(1).stdout_eq(str![[r#"
::error file=spec/codes.md,line=4,endLine=4,col=3,endColumn=4,title=errtable%3A duplicate-code::code 1 is used twice%0Ahelp: if both are causes of one code, merge them (`first` leaves the later one out): add above line 1:%0A%0A<!-- errtable%0Aduplicates = "merge" # some codes have several causes%0A-->%0Ahelp: give one of them another code, or strike out the retired one: ~~1~~
::warning file=spec/codes.md,line=6,endLine=6,col=7,endColumn=21,title=errtable%3A full-width-punctuation::`，` is a full-width mark in an ASCII text%0Ahelp: write `lid open, stuck`%0Ahelp: if it is meant, say so: add above line 1:%0A%0A<!-- errtable%0Aallow = ["full-width-punctuation"]%0A-->
1 error, 1 warning

"#]]);
}

#[test]
fn sarif_has_results_and_rules() {
    let output = check(&folder("format-sarif"), "sarif").code(1);
    let told = String::from_utf8_lossy(&output.get_output().stdout).into_owned();
    let results =
        told.split_once("\"results\": ").and_then(|(_, rest)| rest.split_once("\"tool\"")).map(|(results, _)| results);
    snapbox::assert_data_eq!(
        results.expect("there are results before the tool").to_owned(),
        str![[r#"
[
        {
          "fixes": [
            {
              "artifactChanges": [
                {
                  "artifactLocation": {
                    "uri": "spec/codes.md"
                  },
                  "replacements": [
                    {
                      "deletedRegion": {
                        "endColumn": 1,
                        "endLine": 1,
                        "startColumn": 1,
                        "startLine": 1
                      },
                      "insertedContent": {
                        "text": "<!-- errtable/nduplicates = /"merge/" # some codes have several causes/n-->/n"
                      }
                    }
                  ]
                }
              ],
              "description": {
                "text": "if both are causes of one code, merge them (`first` leaves the later one out)"
              },
              "properties": {
                "applicability": "choice"
              }
            }
          ],
          "level": "error",
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "spec/codes.md"
                },
                "region": {
                  "endColumn": 4,
                  "endLine": 4,
                  "startColumn": 3,
                  "startLine": 4
                }
              }
            }
          ],
          "message": {
            "text": "code 1 is used twice/nhelp: if both are causes of one code, merge them (`first` leaves the later one out): add above line 1:/n/n<!-- errtable/nduplicates = /"merge/" # some codes have several causes/n-->/nhelp: give one of them another code, or strike out the retired one: ~~1~~"
          },
          "relatedLocations": [
            {
              "id": 1,
              "message": {
                "text": "first used here"
              },
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "spec/codes.md"
                },
                "region": {
                  "endColumn": 4,
                  "endLine": 3,
                  "startColumn": 3,
                  "startLine": 3
                }
              }
            }
          ],
          "ruleId": "duplicate-code",
          "ruleIndex": 0
        },
        {
          "fixes": [
            {
              "artifactChanges": [
                {
                  "artifactLocation": {
                    "uri": "spec/codes.md"
                  },
                  "replacements": [
                    {
                      "deletedRegion": {
                        "endColumn": 21,
                        "endLine": 6,
                        "startColumn": 7,
                        "startLine": 6
                      },
                      "insertedContent": {
                        "text": "lid open, stuck"
                      }
                    }
                  ]
                }
              ],
              "description": {
                "text": "write `lid open, stuck`"
              },
              "properties": {
                "applicability": "preferred"
              }
            },
            {
              "artifactChanges": [
                {
                  "artifactLocation": {
                    "uri": "spec/codes.md"
                  },
                  "replacements": [
                    {
                      "deletedRegion": {
                        "endColumn": 1,
                        "endLine": 1,
                        "startColumn": 1,
                        "startLine": 1
                      },
                      "insertedContent": {
                        "text": "<!-- errtable/nallow = [/"full-width-punctuation/"]/n-->/n"
                      }
                    }
                  ]
                }
              ],
              "description": {
                "text": "if it is meant, say so"
              },
              "properties": {
                "applicability": "choice"
              }
            }
          ],
          "level": "warning",
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "spec/codes.md"
                },
                "region": {
                  "endColumn": 21,
                  "endLine": 6,
                  "startColumn": 7,
                  "startLine": 6
                }
              }
            }
          ],
          "message": {
            "text": "`，` is a full-width mark in an ASCII text/nhelp: write `lid open, stuck`/nhelp: if it is meant, say so: add above line 1:/n/n<!-- errtable/nallow = [/"full-width-punctuation/"]/n-->"
          },
          "relatedLocations": [],
          "ruleId": "full-width-punctuation",
          "ruleIndex": 1
        }
      ],
      
"#]]
    );
    let log: serde_json::Value = serde_json::from_str(&told).expect("it is JSON");
    assert_eq!(log["version"], "2.1.0");
    for result in log["runs"][0]["results"].as_array().expect("there are results") {
        let rule = result["ruleIndex"].as_u64().and_then(|index| usize::try_from(index).ok()).expect("it is an index");
        let rule = &log["runs"][0]["tool"]["driver"]["rules"][rule];
        assert_eq!(rule["id"], result["ruleId"]);
        assert_eq!(rule["defaultConfiguration"]["level"], result["level"]);
        let page = rule["help"]["markdown"].as_str().expect("it has a page");
        assert!(page.contains("## Why it matters") && page.contains("```md spec.md"), "{page}");
        let [short, full] = ["shortDescription", "fullDescription"].map(|key| rule[key]["text"].as_str().unwrap_or(""));
        assert!(full.len() > short.len() && full.starts_with(short), "{rule}");
    }
}

#[test]
fn a_good_spec_has_nothing_to_tell() {
    let folder = Folder::new("format-good");
    folder.write("spec/codes.md", crate::folder::SMALL);
    check(&folder, "short").code(0).stdout_eq("");
    check(&folder, "github").code(0).stdout_eq("");
    check(&folder, "json").code(0).stdout_eq(str![[r#"
{
  "errors": 0,
  "findings": [],
  "format": "errtable-findings/1",
  "held_back": 0,
  "notes": 0,
  "warnings": 0
}

"#]]);
}

/// GitHub drops what is beyond ten annotations, so the errors come first and the last one counts.
#[test]
fn github_shows_ten() {
    let folder = Folder::new("format-ten");
    let mut spec = String::from("| Error code | Name |\n|---|---|\n| 1 | a，b |\n| 2 | lid open |\n");
    (0..12).for_each(|_| spec.push_str("| x | lid |\n"));
    (3..20).for_each(|code| spec.push_str(&format!("| {code} | lid {code} |\n")));
    folder.write("spec/codes.md", spec);
    let output = check(&folder, "github").code(1);
    let told = String::from_utf8_lossy(&output.get_output().stdout).into_owned();
    let annotations: Vec<_> = told.lines().filter(|line| line.starts_with("::")).collect();
    assert_eq!(annotations.len(), 10, "{told}");
    assert!(annotations.iter().all(|line| line.starts_with("::error ")), "{told}");
    let last = "::error title=errtable::4 more, 12 errors, 1 warning in all: the log of this step lists them";
    assert_eq!(annotations[9], last);
    assert_eq!(told.lines().filter(|line| line.starts_with("spec/codes.md:")).count(), 4, "{told}");
    assert!(told.ends_with("\n12 errors, 1 warning\n"), "{told}");
}

/// No text of a table ends the line of an annotation, or its properties.
#[test]
fn annotations_are_escaped() {
    let folder = Folder::new("format-escaped");
    folder.write("a,b:c%.md", "| Error code | Name |\n|---|---|\n| 1 | x |\n| 2 | x2 |\n| y%&#10;::error::no | z |\n");
    let output = folder.errtable(&["check", "a,b:c%.md", "--format", "github"]).assert().code(1);
    let told = String::from_utf8_lossy(&output.get_output().stdout).into_owned();
    let annotations: Vec<_> = told.lines().filter(|line| line.starts_with("::")).collect();
    assert_eq!(annotations.len(), 1, "{told}");
    assert!(annotations[0].contains("file=a%2Cb%3Ac%25.md,line=5,"), "{told}");
    assert!(annotations[0].contains("`y%25 ::error::no`"), "{told}");
}
