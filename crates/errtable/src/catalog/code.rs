//! Error codes and their types.

use std::fmt;

/// One error code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A number; every one of an enum fits into its [`CodeType`].
    Integer(i128),
    /// Anything else: `42P01`, `card_declined`, `0000`.
    Text(String),
}

impl Code {
    /// The code in hexadecimal, with at least so many digits; as it is where that is none.
    pub(crate) fn shown(&self, hex_digits: usize) -> String {
        match self {
            Code::Integer(number) if hex_digits > 0 => {
                let sign = if *number < 0 { "-" } else { "" };
                format!("{sign}0x{:0hex_digits$X}", number.unsigned_abs())
            }
            code => code.to_string(),
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Code::Integer(number) => number.fmt(f),
            Code::Text(text) => text.fmt(f),
        }
    }
}

/// The Rust type of an enum's codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CodeType {
    /// `u8`
    U8,
    /// `i8`
    I8,
    /// `u16`
    U16,
    /// `i16`
    I16,
    /// `u32`
    U32,
    /// `i32`
    I32,
    /// `u64`
    U64,
    /// `i64`
    I64,
    /// `&str`
    Text,
}

impl CodeType {
    /// Every type, the smaller integers first.
    pub const ALL: &'static [CodeType] = &[
        CodeType::U8,
        CodeType::I8,
        CodeType::U16,
        CodeType::I16,
        CodeType::U32,
        CodeType::I32,
        CodeType::U64,
        CodeType::I64,
        CodeType::Text,
    ];

    /// The least and the greatest number of an integer type; `None` for text.
    pub const fn range(self) -> Option<(i128, i128)> {
        Some(match self {
            CodeType::U8 => (0, u8::MAX as i128),
            CodeType::I8 => (i8::MIN as i128, i8::MAX as i128),
            CodeType::U16 => (0, u16::MAX as i128),
            CodeType::I16 => (i16::MIN as i128, i16::MAX as i128),
            CodeType::U32 => (0, u32::MAX as i128),
            CodeType::I32 => (i32::MIN as i128, i32::MAX as i128),
            CodeType::U64 => (0, u64::MAX as i128),
            CodeType::I64 => (i64::MIN as i128, i64::MAX as i128),
            CodeType::Text => return None,
        })
    }

    /// The smallest integer type that holds everything from `least` to `greatest`. One below 32 bits is taken only where
    /// somebody asks for it: a code more must not change the type.
    pub(crate) fn holding(least: i128, greatest: i128) -> Option<Self> {
        let usual = CodeType::ALL.iter().copied().skip_while(|code_type| *code_type != CodeType::U32);
        usual.into_iter().find(|code_type| code_type.holds_all(least, greatest))
    }

    /// The smallest integer type of any size that does.
    pub(crate) fn smallest_holding(least: i128, greatest: i128) -> Option<Self> {
        CodeType::ALL.iter().copied().find(|code_type| code_type.holds_all(least, greatest))
    }

    /// Whether it holds everything from `least` to `greatest`.
    pub(crate) fn holds_all(self, least: i128, greatest: i128) -> bool {
        self.range().is_some_and(|(min, max)| min <= least && greatest <= max)
    }

    /// The type of codes in Rust.
    pub(crate) fn in_rust(self) -> &'static str {
        match self {
            CodeType::Text => "&str",
            integer => integer.as_str(),
        }
    }

    /// The type of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        CodeType::ALL.iter().copied().find(|code_type| code_type.as_str() == name)
    }

    /// Whether a code can be of this type.
    pub(crate) fn holds(self, code: &Code) -> bool {
        match code {
            Code::Text(_) => self == CodeType::Text,
            Code::Integer(value) => self.holds_all(*value, *value),
        }
    }

    /// Its name: `u8` to `u64`, `i8` to `i64`, or `text`.
    pub const fn as_str(self) -> &'static str {
        match self {
            CodeType::U8 => "u8",
            CodeType::I8 => "i8",
            CodeType::U16 => "u16",
            CodeType::I16 => "i16",
            CodeType::U32 => "u32",
            CodeType::I32 => "i32",
            CodeType::U64 => "u64",
            CodeType::I64 => "i64",
            CodeType::Text => "text",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_type() {
        assert_eq!(CodeType::holding(0, 5), Some(CodeType::U32));
        assert_eq!(CodeType::holding(-1, 5), Some(CodeType::I32));
        assert_eq!(CodeType::holding(0, 1 << 32), Some(CodeType::U64));
        assert_eq!(CodeType::holding(-1, 1 << 32), Some(CodeType::I64));
        assert_eq!(CodeType::holding(-1, i128::from(u64::MAX)), None);
        assert_eq!(CodeType::smallest_holding(0, 5), Some(CodeType::U8));
        assert_eq!(CodeType::smallest_holding(-1, 127), Some(CodeType::I8));
        assert_eq!(CodeType::smallest_holding(-1, 128), Some(CodeType::I16));
        assert_eq!(CodeType::smallest_holding(0, 65_536), Some(CodeType::U32));
    }
}
