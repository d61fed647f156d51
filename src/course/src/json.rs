//! JSON as far as stored records need it: texts, whole numbers, lists and objects.
//!
//! Records are read where a learner's page starts, thousands of them within milliseconds, and by the tests without a
//! browser. The usual library would add some 9 KB to what every learner fetches, most of it for numbers that no
//! record has.

use std::fmt::{self, Display, Formatter, Write as _};

/// Lists within lists beyond this depth are not JSON to us: no record comes near it.
const DEPTH: usize = 16;

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A whole number from 0 to 2^64 - 1.
    Number(u64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// Names and values in their order. Of two with one name the first counts.
    Object(Vec<(String, Value)>),
    /// `null`, `true`, `false`, and numbers that are not whole, below 0 or too large.
    Other,
}

impl Value {
    /// Reads a text that is one value with nothing but white space around it (RFC 8259).
    ///
    /// `None` for anything else, and for more than 16 lists within lists. Halves of surrogate pairs become U+FFFD.
    pub fn parse(text: &str) -> Option<Self> {
        let mut reader = Reader { text, at: 0 };
        let value = reader.value(0)?;
        reader.space();
        (reader.at == text.len()).then_some(value)
    }

    /// The value under a name of an object.
    pub fn get(&self, name: &str) -> Option<&Value> {
        let Self::Object(fields) = self else { return None };
        fields.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// The number, where it is one.
    pub fn number(&self) -> Option<u64> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }

    /// The text, where it is one.
    pub fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The items, where it is a list.
    pub fn list(&self) -> Option<&[Value]> {
        if let Self::List(items) = self { Some(items) } else { None }
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl Display for Value {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => Display::fmt(number, out),
            Self::Text(text) => write_text(text, out),
            Self::List(items) => {
                out.write_char('[')?;
                for (at, item) in items.iter().enumerate() {
                    comma(at, out)?;
                    item.fmt(out)?;
                }
                out.write_char(']')
            }
            Self::Object(fields) => {
                out.write_char('{')?;
                for (at, (name, value)) in fields.iter().enumerate() {
                    comma(at, out)?;
                    write_text(name, out)?;
                    out.write_char(':')?;
                    value.fmt(out)?;
                }
                out.write_char('}')
            }
            Self::Other => out.write_str("null"),
        }
    }
}

fn comma(at: usize, out: &mut Formatter<'_>) -> fmt::Result {
    if at == 0 { Ok(()) } else { out.write_char(',') }
}

fn write_text(text: &str, out: &mut Formatter<'_>) -> fmt::Result {
    out.write_char('"')?;
    for character in text.chars() {
        match character {
            '"' => out.write_str("\\\"")?,
            '\\' => out.write_str("\\\\")?,
            '\n' => out.write_str("\\n")?,
            control if u32::from(control) < 0x20 => {
                out.write_str("\\u00")?;
                for nibble in [u32::from(control) >> 4, u32::from(control) & 15] {
                    out.write_char(char::from_digit(nibble, 16).unwrap_or('0'))?;
                }
            }
            other => out.write_char(other)?,
        }
    }
    out.write_char('"')
}

struct Reader<'a> {
    text: &'a str,
    /// Always at a border between characters.
    at: usize,
}

impl Reader<'_> {
    fn value(&mut self, depth: usize) -> Option<Value> {
        self.space();
        match self.peek()? {
            b'"' => self.string().map(Value::Text),
            b'[' if depth < DEPTH => {
                let mut items = Vec::new();
                self.items(b']', |reader| {
                    items.push(reader.value(depth + 1)?);
                    Some(())
                })?;
                Some(Value::List(items))
            }
            b'{' if depth < DEPTH => {
                let mut fields = Vec::new();
                self.items(b'}', |reader| {
                    reader.space();
                    let name = reader.string()?;
                    reader.space();
                    reader.eat(b':')?;
                    fields.push((name, reader.value(depth + 1)?));
                    Some(())
                })?;
                Some(Value::Object(fields))
            }
            b'-' | b'0'..=b'9' => self.number(),
            _ => {
                let word = ["null", "true", "false"];
                let word = word.into_iter().find(|word| self.text[self.at..].starts_with(word))?;
                self.at += word.len();
                Some(Value::Other)
            }
        }
    }

    /// What stands between an opening character and `end`, with commas between.
    fn items(&mut self, end: u8, mut item: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.at += 1;
        self.space();
        if self.eat(end).is_some() {
            return Some(());
        }
        loop {
            item(self)?;
            self.space();
            if self.eat(end).is_some() {
                return Some(());
            }
            self.eat(b',')?;
        }
    }

    fn string(&mut self) -> Option<String> {
        self.eat(b'"')?;
        let mut string = String::new();
        loop {
            let rest = &self.text[self.at..];
            let plain = rest.find(|character| matches!(character, '"' | '\\' | '\0'..='\x1f'))?;
            string.push_str(&rest[..plain]);
            self.at += plain;
            if self.eat(b'"').is_some() {
                return Some(string);
            }
            self.eat(b'\\')?;
            string.push(self.escape()?);
        }
    }

    fn escape(&mut self) -> Option<char> {
        let kind = self.peek()?;
        self.at += 1;
        Some(match kind {
            b'"' | b'\\' | b'/' => char::from(kind),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.hex()?;
                let after = self.at;
                if (0xd800..0xdc00).contains(&first)
                    && self.eat(b'\\').is_some()
                    && self.eat(b'u').is_some()
                    && let Some(second @ 0xdc00..=0xdfff) = self.hex()
                {
                    let both = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                    return char::from_u32(both);
                }
                self.at = after;
                char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            _ => {
                self.at -= 1;
                return None;
            }
        })
    }

    fn hex(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = u32::from_str_radix(digits, 16).ok().filter(|_| is_hex)?;
        self.at += 4;
        Some(number)
    }

    fn number(&mut self) -> Option<Value> {
        let negative = self.eat(b'-').is_some();
        let whole = self.digits()?;
        if whole.len() > 1 && whole.starts_with('0') {
            return None;
        }
        let value = whole.parse().map_or(Value::Other, Value::Number);
        let mut is_whole = !negative;
        if self.eat(b'.').is_some() {
            self.digits()?;
            is_whole = false;
        }
        if self.eat(b'e').or_else(|| self.eat(b'E')).is_some() {
            _ = self.eat(b'+').or_else(|| self.eat(b'-'));
            self.digits()?;
            is_whole = false;
        }
        Some(if is_whole { value } else { Value::Other })
    }

    fn digits(&mut self) -> Option<&str> {
        let rest = &self.text[self.at..];
        let count = rest.bytes().take_while(u8::is_ascii_digit).count();
        self.at += count;
        (count > 0).then(|| &rest[..count])
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> Option<()> {
        (self.peek() == Some(byte)).then(|| self.at += 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_and_written() {
        for text in [
            r#"{"v":3,"choices":["a","b"],"entries":[["","π ≈ 3"]],"checked":1760000100000}"#,
            r#""\"\\\n\u0001/é語😀""#,
            "18446744073709551615",
            "[]",
            "{}",
        ] {
            assert_eq!(Value::parse(text).expect(text).to_string(), text);
        }
        let spaced = " {\r\n\t\"a\" : [ 1 , \"\\u00e9\\ud83d\\ude00\\/\\b\" ] } ";
        assert_eq!(Value::parse(spaced).unwrap().to_string(), "{\"a\":[1,\"é😀/\\u0008\"]}");
    }

    #[test]
    fn what_is_no_whole_number_is_other() {
        for text in ["null", "true", "false", "-1", "1.0", "1e3", "2E-1", "18446744073709551616"] {
            assert_eq!(Value::parse(text), Some(Value::Other), "{text}");
        }
    }

    #[test]
    fn what_is_not_json_is_nothing() {
        let deep = "[".repeat(100_000);
        for text in [
            "",
            " ",
            "{",
            "[1,]",
            "[1 2]",
            "{\"a\"}",
            "{\"a\":}",
            "{a:1}",
            "\"a",
            "\"\\x\"",
            "\"\\u12g4\"",
            "\"\\u+123\"",
            "01",
            "1.",
            "1e",
            "-",
            "nul",
            "1 1",
            "\"a\nb\"",
            "'a'",
            "\u{feff}1",
            &deep,
        ] {
            assert_eq!(Value::parse(text), None, "{text:.40}");
        }
    }

    #[test]
    fn halves_of_pairs_are_replaced() {
        for text in [r#""\ud83d""#, r#""\ude00""#, r#""\ud83dx""#, r#""\ud83d\n""#] {
            let Some(Value::Text(read)) = Value::parse(text) else { panic!("{text}") };
            assert!(read.starts_with(char::REPLACEMENT_CHARACTER), "{text}: {read}");
        }
        assert_eq!(Value::parse(r#""\ud83d\u0041""#), Some("\u{fffd}A".into()));
    }
}
