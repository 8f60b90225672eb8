//! The words of a text, as its meaning is compared by them: which carry it, which say the same, which say the opposite, and
//! which a word before them denies.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;

/// A word that carries meaning.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Word {
    /// Its stem, or that of the word that stands for all that say the same.
    pub(super) stem: String,
    /// Whether a word before it denies it: `not allowed`.
    pub(super) denied: bool,
}

/// The words of a text that carry its meaning, in lower case; where a script parts no words, its characters.
pub(super) fn words(text: &str) -> BTreeSet<String> {
    tokens(text).into_iter().filter(|word| !SMALL.contains(&word.as_str())).collect()
}

/// The same as stems, in their order, each with whether it is denied.
pub(super) fn stems(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut denied = false;
    for token in tokens(text) {
        if DENYING.contains(&token.as_str()) {
            denied = true;
        } else if is_full(&token) && !(denied && BETWEEN.contains(&token.as_str())) {
            words.push(Word { stem: stem(&token), denied: std::mem::take(&mut denied) });
        }
    }
    words
}

/// What a text comes to where it is told in other words: `not valid` is invalid, `does not exist` is missing.
pub(super) fn said(text: &str) -> BTreeSet<String> {
    let said = |word: Word| match word.denied.then(|| denial(&word.stem)).flatten() {
        Some(canonical) => vec![canonical.to_owned()],
        None if word.denied => vec!["not".to_owned(), canonical(&word.stem)],
        None => vec![canonical(&word.stem)],
    };
    let is_little = |word: &String| AUXILIARY.contains(&word.as_str()) || SMALL.contains(&word.as_str());
    stems(text).into_iter().flat_map(said).filter(|word| !is_little(word)).collect()
}

/// Whether a word is no small one, or one that has an opposite: `on`, `in`.
fn is_full(token: &str) -> bool {
    !SMALL.contains(&token) || ["in", "on"].contains(&token)
}

fn tokens(text: &str) -> Vec<String> {
    let text: String = text.nfkc().flat_map(char::to_lowercase).collect();
    let text = text.replace('\u{2019}', "'").replace("n't", " not").replace("cannot", "can not");
    let mut tokens = Vec::new();
    let mut word = String::new();
    for c in text.chars().chain([' ']) {
        if c.is_alphanumeric() && !is_ideograph(c) {
            word.push(c);
            continue;
        }
        let whole = std::mem::take(&mut word);
        if !whole.is_empty() {
            tokens.push(whole);
        }
        if is_ideograph(c) {
            tokens.push(c.to_string());
        }
    }
    tokens
}

/// A script that puts no spaces between its words.
pub(super) fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}')
}

/// A word without the endings of its forms: `allowed`, `allows` and `allow`.
fn stem(word: &str) -> String {
    if !word.is_ascii() || word.len() < 4 || word.bytes().any(|byte| byte.is_ascii_digit()) {
        return word.to_owned();
    }
    if let Some((_, base)) = IRREGULAR.iter().find(|(form, _)| *form == word) {
        return (*base).to_owned();
    }
    let bare = match word {
        _ if word.ends_with("ies") && word.len() > 4 => format!("{}y", &word[..word.len() - 3]),
        _ if word.ends_with("sses") || word.ends_with("xes") || word.ends_with("shes") || word.ends_with("ches") => {
            word[..word.len() - 2].to_owned()
        }
        _ if word.ends_with("ss") || word.ends_with("us") || word.ends_with("is") => word.to_owned(),
        _ => word.strip_suffix('s').unwrap_or(word).to_owned(),
    };
    let cut = ["ing", "ed"]
        .iter()
        .find_map(|ending| bare.strip_suffix(ending))
        .filter(|cut| cut.len() > 2 && cut.bytes().any(|byte| b"aeiouy".contains(&byte)) && !bare.ends_with("eed"));
    let mut base = cut.unwrap_or(&bare).to_owned();
    let bytes = base.as_bytes();
    let doubled = cut.is_some() && bytes.len() > 3 && bytes[bytes.len() - 1] == bytes[bytes.len() - 2];
    if doubled && !b"lsz".contains(&bytes[bytes.len() - 1]) {
        base.pop();
    }
    if base.len() > 3 && base.ends_with('e') {
        base.pop();
    }
    base
}

/// The stem that stands for all that say the same.
fn canonical(stem: &str) -> String {
    static ALL: OnceLock<HashMap<String, &'static str>> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let groups = SYNONYMS.iter().map(|group| group.split(' '));
        groups
            .flat_map(|mut group| {
                let first = group.clone().next().unwrap_or_default();
                group.by_ref().map(|word| (self::stem(word), first)).collect::<Vec<_>>()
            })
            .collect()
    });
    all.get(stem).map_or_else(|| stem.to_owned(), |canonical| (*canonical).to_owned())
}

/// What the denial of a word says in a word of its own.
fn denial(stem: &str) -> Option<&'static str> {
    let is = |words: &str| words.split(' ').any(|word| self::stem(word) == stem);
    DENIALS.iter().find(|(words, _)| is(words)).map(|(_, denial)| *denial)
}

/// Whether a word says that something is not so, or does not go well, by itself.
pub(super) fn is_negative(stem: &str) -> bool {
    NEGATIVE.contains(&canonical(stem).as_str())
}

/// Whether two stems say the opposite of each other.
pub(super) fn are_opposite(a: &str, b: &str) -> bool {
    static ALL: OnceLock<HashSet<(String, String)>> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let sides = |side: &str| side.split(' ').map(stem).collect::<Vec<_>>();
        let pairs = OPPOSITES.iter().flat_map(|(one, other)| {
            let (one, other) = (sides(one), sides(other));
            one.into_iter().flat_map(move |one| other.clone().into_iter().map(move |other| (one.clone(), other)))
        });
        pairs.collect()
    });
    let has = |a: &str, b: &str| all.contains(&(a.to_owned(), b.to_owned()));
    a != b && (has(a, b) || has(b, a) || turns(a, b) || turns(b, a))
}

/// Whether a word is another with a syllable before it that turns it round: `invalid`, `asynchronous`.
fn turns(turned: &str, word: &str) -> bool {
    let Some(prefix) = turned.strip_suffix(word) else { return false };
    let letters = word.chars().count();
    match prefix {
        "un" | "non" => letters >= 4,
        "in" | "im" | "il" | "ir" | "dis" | "mis" | "de" | "anti" => letters >= 5,
        "a" => letters >= 7 && !word.starts_with(['a', 'e', 'i', 'o', 'u']),
        _ => false,
    }
}

/// The opposites of a script that parts no words: each with what denies it before it, which changes what it says.
pub(super) fn are_opposite_texts(a: &str, b: &str) -> bool {
    let (a, b) = (ideographs(a), ideographs(b));
    if a.is_empty() || b.is_empty() {
        return false;
    }
    let is_denied = |text: &str, at: usize| text[..at].chars().next_back().is_some_and(|c| DENYING_SIGNS.contains(c));
    // Whether a text has a word more often than the other one, and whether it denies it there.
    let extra = |text: &str, other: &str, word: &str| {
        let more = text.matches(word).count() > other.matches(word).count();
        more.then(|| text.find(word).is_some_and(|at| is_denied(text, at)))
    };
    let turned = OPPOSITE_SIGNS.iter().any(|(one, other)| {
        let sides = [(extra(&a, &b, one), extra(&b, &a, other)), (extra(&a, &b, other), extra(&b, &a, one))];
        sides.iter().any(|sides| matches!(sides, (Some(one), Some(other)) if one == other))
    });
    if turned {
        return true;
    }
    let bare = |text: &str| text.chars().filter(|c| !DENYING_SIGNS.contains(*c)).collect::<Vec<_>>();
    let (bare_a, bare_b) = (bare(&a), bare(&b));
    let denials = |text: &str, bare: &[char]| text.chars().count() - bare.len();
    let (denied_a, denied_b) = (denials(&a, &bare_a), denials(&b, &bare_b));
    let positive = if denied_a < denied_b { (&a, &b) } else { (&b, &a) };
    let is_made_up = NEGATIVE_SIGNS.iter().any(|word| positive.0.contains(word) && !positive.1.contains(word));
    let shared = bare_a.iter().filter(|c| bare_b.contains(c)).count();
    let shorter = bare_a.len().min(bare_b.len());
    // Something that is neither denied nor denies was said of the same, and is denied now.
    denied_a % 2 != denied_b % 2 && !is_made_up && shorter > 0 && shared * 5 >= shorter * 4
}

fn ideographs(text: &str) -> String {
    text.nfkc().filter(|c| is_ideograph(*c)).collect()
}

/// Words whose coming and going changes no meaning. Not `no` and `not`.
const SMALL: &[&str] = &[
    "a", "an", "and", "are", "as", "be", "been", "being", "but", "by", "did", "do", "does", "for", "from", "had",
    "has", "have", "in", "is", "it", "its", "of", "on", "or", "please", "so", "that", "the", "their", "there", "this",
    "these", "those", "to", "was", "were", "which", "with", "your",
];

/// Words that deny the next one that carries meaning; the last are slips of the pen.
const DENYING: &[&str] =
    &["not", "no", "never", "none", "nor", "neither", "without", "non", "ot", "nt", "nto", "nott", "o"];

/// What may stand between a word and its denial.
const BETWEEN: &[&str] = &["any", "yet", "longer", "able", "can", "could", "may", "such", "anymore", "currently"];

/// Words that say little beside others.
const AUXILIARY: &[&str] = &["can", "could", "should", "will", "would", "may", "must", "currently", "already"];

const IRREGULAR: &[(&str, &str)] = &[
    ("found", "find"),
    ("sent", "send"),
    ("lost", "lose"),
    ("broken", "break"),
    ("broke", "break"),
    ("ran", "run"),
    ("written", "write"),
    ("wrote", "write"),
    ("taken", "take"),
    ("given", "give"),
    ("made", "make"),
    ("read", "read"),
    ("kept", "keep"),
    ("left", "leave"),
    ("built", "build"),
    ("chosen", "choose"),
    ("hidden", "hide"),
    ("known", "know"),
    ("began", "begin"),
    ("begun", "begin"),
    ("gave", "give"),
    ("bound", "bind"),
    ("during", "during"),
    ("string", "string"),
    ("speed", "speed"),
    ("missing", "missing"),
    ("need", "need"),
    ("burnt", "burn"),
    ("stuck", "stuck"),
];

/// Words that say the same, in all their forms; the first stands for the others.
const SYNONYMS: &[&str] = &[
    "missing absent lacking lack lacks nonexistent nonexisting",
    "invalid incorrect wrong illegal bad malformed improper erroneous faulty",
    "fail fails failed failing failure error errors unable unsuccessful fault",
    "deny denied denies refuse refused reject rejected forbid forbidden prohibit prohibited disallow disallowed",
    "allow allowed permit permitted",
    "unknown unrecognized unrecognised",
    "unsupported",
    "expire expired lapsed outdated",
    "empty blank",
    "require required requires mandatory needed need needs necessary",
    "exceed exceeded exceeds over above",
    "delete deleted remove removed erase erased",
    "send sent transmit transmitted",
    "get fetch fetched obtain obtained retrieve retrieved acquire",
    "begin start started starts begins",
    "end finish finished stop stopped complete completed",
    "large big huge",
    "small little tiny",
    "fast quick quickly rapid",
    "slow slowly",
    "call invoke invoked invocation",
    "check verify verified verification validate validated validation",
    "id identifier identity",
    "app application",
    "parameter param parameters params argument arguments",
    "message msg messages",
    "config configuration setting settings",
    "auth authentication authenticate authenticated",
    "full filled",
    "busy occupied",
    "limit quota maximum",
    "repeat repeated duplicate duplicated",
    "create created creating creation",
    "parse parsed parsing",
    "too excessively",
    "user account",
    "connect connection connected",
    "timeout timed",
    "partly partial partially",
];

/// What the denial of some words is called.
const DENIALS: &[(&str, &str)] = &[
    ("exist exists existing existent found find present available there", "missing"),
    ("valid correct right proper legal legitimate well-formed", "invalid"),
    ("succeed success successful successfully possible work", "fail"),
    ("allow allowed permit permitted authorized authorised", "deny"),
    ("know known recognized recognised", "unknown"),
    ("support supported", "unsupported"),
    ("empty blank", "full"),
];

/// What says by itself that something is not so.
const NEGATIVE: &[&str] = &[
    "missing",
    "invalid",
    "fail",
    "deny",
    "unknown",
    "unsupported",
    "expire",
    "lose",
    "break",
    "unavailable",
    "impossible",
    "partly",
];

/// Words that say the opposite, each side in the forms that no ending makes.
const OPPOSITES: &[(&str, &str)] = &[
    ("enable enabled", "disable disabled"),
    ("before prior", "after"),
    ("minimum min minimal least", "maximum max maximal most"),
    ("success succeed successful successfully", "failure fail failed error unsuccessful"),
    ("open", "close closed shut"),
    ("on", "off"),
    ("in", "out"),
    ("start begin", "stop end finish"),
    ("allow permit permitted", "deny forbid forbidden prohibit disallow refuse reject"),
    ("accept", "reject refuse deny"),
    ("grant", "revoke deny"),
    ("present exist found available", "missing absent"),
    ("valid correct", "invalid incorrect wrong"),
    ("many", "few"),
    ("more greater larger bigger", "less smaller fewer lower"),
    ("high", "low"),
    ("higher", "lower"),
    ("long", "short"),
    ("longer", "shorter"),
    ("large big", "small little"),
    ("fast", "slow"),
    ("faster", "slower"),
    ("first", "last"),
    ("early", "late"),
    ("earlier", "later"),
    ("full", "empty"),
    ("true", "false"),
    ("yes", "no"),
    ("read", "write"),
    ("send sender", "receive receiver"),
    ("request", "response"),
    ("input", "output"),
    ("upload", "download"),
    ("client", "server"),
    ("local", "remote"),
    ("public", "private"),
    ("internal inner", "external outer"),
    ("inbound incoming", "outbound outgoing"),
    ("source", "destination target"),
    ("online", "offline"),
    ("active", "inactive"),
    ("login logon", "logout logoff"),
    ("import", "export"),
    ("encode", "decode"),
    ("encrypt", "decrypt"),
    ("compress", "decompress"),
    ("push", "pull"),
    ("up", "down"),
    ("left", "right"),
    ("above over", "below under"),
    ("increase", "decrease"),
    ("add insert", "remove delete"),
    ("create", "delete destroy"),
    ("enter", "exit leave"),
    ("hot warm", "cold cool"),
    ("positive", "negative"),
    ("odd", "even"),
    ("bind", "unbind"),
    ("lock", "unlock"),
    ("attach", "detach"),
    ("required mandatory", "optional"),
    ("always", "never"),
    ("all every", "none"),
    ("with", "without"),
    ("inside within", "outside"),
    ("include", "exclude"),
    ("ascending", "descending"),
    ("oldest", "newest"),
    ("older old", "newer new"),
    ("previous", "next"),
    ("parent", "child"),
    ("primary", "secondary"),
    ("temporary", "permanent"),
    ("static", "dynamic"),
    ("signed", "unsigned"),
    ("known", "unknown"),
    ("same equal", "different"),
    ("single", "multiple"),
    ("upper", "lower"),
    ("top", "bottom"),
    ("front", "back"),
    ("future", "past"),
    ("available", "unavailable"),
    ("busy", "idle"),
    ("pass", "fail"),
    ("credit", "debit"),
    ("buy", "sell"),
    ("won win", "lose lost"),
    ("live", "dead"),
    ("alive", "dead"),
    ("safe", "dangerous unsafe"),
    ("partly partial partially", "totally total fully"),
    ("some", "none all"),
    ("possible", "impossible"),
    ("necessary", "unnecessary"),
    ("connect connected", "disconnect disconnected"),
    ("wet", "dry"),
    ("light", "heavy"),
    ("loose", "tight"),
    ("visible", "hidden invisible"),
    ("mounted mount", "unmounted unmount"),
    ("expected", "unexpected"),
    ("raise", "lower"),
    ("ready", "unready"),
    ("begin", "end"),
    ("strong", "weak"),
    ("thick", "thin"),
    ("wide", "narrow"),
    ("deep", "shallow"),
    ("near", "far"),
    ("good", "bad"),
    ("clean", "dirty"),
    ("retry", "abort"),
    ("continue", "abort stop cancel"),
    ("sync synchronous", "async asynchronous"),
    ("ingress", "egress"),
    ("horizontal", "vertical"),
    ("supported", "unsupported"),
    ("serial", "parallel"),
    ("manual manually", "automatic automatically"),
    ("granted", "denied"),
    ("paid", "unpaid"),
    ("used", "unused"),
];

/// Signs that deny what follows them.
const DENYING_SIGNS: &str = "不未没無无非勿莫别";

/// What says that something does not go well, without such a sign.
const NEGATIVE_SIGNS: &[&str] = &["失败", "错误", "禁止", "拒绝", "缺少", "缺失", "过期", "异常", "否"];

const OPPOSITE_SIGNS: &[(&str, &str)] = &[
    ("成功", "失败"),
    ("允许", "禁止"),
    ("允许", "拒绝"),
    ("接受", "拒绝"),
    ("同步", "异步"),
    ("启用", "禁用"),
    ("启用", "停用"),
    ("在线", "离线"),
    ("上线", "下线"),
    ("开始", "结束"),
    ("启动", "停止"),
    ("最大", "最小"),
    ("最多", "最少"),
    ("最高", "最低"),
    ("最长", "最短"),
    ("最早", "最晚"),
    ("之前", "之后"),
    ("以前", "以后"),
    ("以上", "以下"),
    ("以内", "以外"),
    ("打开", "关闭"),
    ("开启", "关闭"),
    ("连接", "断开"),
    ("正确", "错误"),
    ("正常", "异常"),
    ("登录", "登出"),
    ("登录", "注销"),
    ("上传", "下载"),
    ("发送", "接收"),
    ("增加", "减少"),
    ("添加", "删除"),
    ("创建", "删除"),
    ("绑定", "解绑"),
    ("加密", "解密"),
    ("编码", "解码"),
    ("锁定", "解锁"),
    ("请求", "响应"),
    ("输入", "输出"),
    ("内部", "外部"),
    ("公开", "私有"),
    ("过大", "过小"),
    ("过长", "过短"),
    ("过多", "过少"),
    ("过高", "过低"),
    ("过快", "过慢"),
    ("太大", "太小"),
    ("太长", "太短"),
    ("太多", "太少"),
    ("太快", "太慢"),
    ("太早", "太晚"),
    ("已", "未"),
    ("有", "无"),
    ("真", "假"),
    ("必须", "可选"),
    ("合法", "非法"),
    ("存在", "缺失"),
    ("存在", "缺少"),
    ("全部", "部分"),
    ("单个", "多个"),
    ("首次", "末次"),
    ("上限", "下限"),
];
