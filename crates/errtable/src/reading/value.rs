//! What a cell says that holds no code: nothing, or yes or no.

/// Whether a text says that there is nothing, as an empty cell does.
pub fn is_nothing(text: &str) -> bool {
    const NOTHING: [&str; 14] =
        ["", "-", "–", "—", "--", "/", "n/a", "n.a.", "无", "無", "なし", "없음", "нет данных", "keine angabe"];
    NOTHING.contains(&text.to_lowercase().as_str())
}

/// What a text answers; `None` where it is neither yes nor no.
pub fn boolean(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "y" | "x" | "✓" | "✔" | "✅" | "是" | "ja" | "oui" | "да" | "sim" | "sí" => {
            Some(true)
        }
        "false" | "no" | "n" | "-" | "✗" | "✘" | "❌" | "否" | "nein" | "non" | "нет" | "não" => Some(false),
        _ => None,
    }
}
