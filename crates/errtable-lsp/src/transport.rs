//! Messages of JSON-RPC in a stream of bytes, each behind a header that tells its length.
//!
//! The crate that most servers use ends with the first message that is no JSON. This reader tells of it and goes on.

use std::io::{self, BufRead, Read as _, Write};

use serde_json::Value as Json;

/// A message may have so many bytes: a spec has 32 MiB at the most, and JSON writes some of its characters longer.
const LONGEST: u64 = 256 << 20;
/// A line of a header may have so many.
const LONGEST_LINE: u64 = 8 << 10;

/// What stands next in a stream.
#[derive(Clone, Debug, PartialEq)]
pub enum Incoming {
    /// A message.
    Message(Json),
    /// Bytes that are none, and why.
    Malformed(String),
}

/// Reads what stands next; `None` where the stream ends.
///
/// # Errors
///
/// When the stream cannot be read.
pub fn read(input: &mut impl BufRead) -> io::Result<Option<Incoming>> {
    let malformed = |why: &str| Ok(Some(Incoming::Malformed(why.to_owned())));
    let mut length: Option<u64> = None;
    let mut lines = 0;
    loop {
        let mut line = Vec::new();
        if input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim();
        if line.is_empty() && lines == 0 {
            continue;
        }
        if line.is_empty() {
            break;
        }
        lines += 1;
        if let Some((name, value)) = line.split_once(':')
            && name.trim().eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().ok();
        }
    }
    let Some(length) = length else { return malformed("a header lacks Content-Length") };
    if length > LONGEST {
        io::copy(&mut input.by_ref().take(length), &mut io::sink())?;
        return malformed("a message is longer than 256 MiB");
    }
    let mut bytes = Vec::new();
    if (input.by_ref().take(length).read_to_end(&mut bytes)? as u64) < length {
        return Ok(None);
    }
    Ok(Some(match serde_json::from_slice(&bytes) {
        Ok(message) => Incoming::Message(message),
        Err(error) => Incoming::Malformed(format!("a message is not JSON: {error}")),
    }))
}

/// Writes a message.
///
/// # Errors
///
/// When the stream cannot be written.
pub fn write(output: &mut impl Write, message: &Json) -> io::Result<()> {
    let text = message.to_string();
    write!(output, "Content-Length: {}\r\n\r\n{text}", text.len())?;
    output.flush()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn all(mut bytes: &[u8]) -> Vec<Incoming> {
        std::iter::from_fn(|| read(&mut bytes).expect("bytes can be read")).collect()
    }

    #[test]
    fn what_is_written_is_read() {
        let messages = [json!({"id": 1, "method": "x"}), json!({"text": "错误 🙂"})];
        let mut bytes = Vec::new();
        for message in &messages {
            write(&mut bytes, message).expect("a vector can be written");
        }
        assert_eq!(all(&bytes), messages.map(Incoming::Message));
    }

    #[test]
    fn what_is_malformed_is_told_and_the_next_message_is_read() {
        let bytes = b"Content-Length: 3\r\n\r\n{x}Content-Type: x\r\n\r\ncontent-length : 2\n\n{}";
        let [no_json, no_length, message] = &all(bytes)[..] else { panic!("three are read") };
        assert!(matches!(no_json, Incoming::Malformed(why) if why.contains("not JSON")));
        assert!(matches!(no_length, Incoming::Malformed(why) if why.contains("Content-Length")));
        assert_eq!(*message, Incoming::Message(json!({})));
    }

    #[test]
    fn a_message_that_is_cut_off_ends_the_stream() {
        assert_eq!(all(b"Content-Length: 9\r\n\r\n{}"), []);
        assert_eq!(all(b"Content-Le"), []);
    }
}
