//! Any text inside a directive, above a table that has something for each key to be about.

#![no_main]

use errtable_fuzz::compile_whole;
use libfuzzer_sys::fuzz_target;

const TABLE: &str = "\
| Error code | Name | Description | Feedback API | Retry | Count |
| --- | --- | --- | --- | --- | --- |
| 1 | lid open | The lid is open | General API | yes | 1 |
| 2 | no ink | No ink is left | Push API | no | 20 |
| ~~3~~ | no ink | No toner is left | General API | yes | |
| 4, 5 | paper jam | Paper is stuck | Push API | no | 4 |
| 10 - 19 | reserved | For later use | | yes | 1 |
| 2 | out of ink | No ink at all | Push API | no | 20 |
| N/A | unknown | Nobody knows | Push API | no | 20 |
| 0x1F | short
| 32 | long | Of too many cells | Push API | no | 20 | 21 |
";

fuzz_target!(|text: &str| {
    compile_whole(&format!("<!-- errtable{text}\n-->\n\n{TABLE}"));
    compile_whole(&format!("<!-- errtable default\n{text}\n-->\n\n## Lid\n\n{TABLE}\n## Ink\n\n{TABLE}"));
});
