//! The words of headers, in every language that has some here. All that is guessed of a header is guessed from these.

/// Words, parted by white space. Those in ASCII are whole words of a header; others may be parts of one. Where `_` parts two
/// words, both stand in the header, one behind the other.
//
// Where the later words come from: headers of tables in public repositories. A search for each of these headers found ten
// files at the least, which is as many as it lists: `Mã lỗi`, `Hata kodu`, `Kod błędu`, `Codice errore`, `Foutcode`, `Kode
// error`, `Felkod`, `Fejlkode`, `Код помилки`, `Códigos`, `Exception | Description`. In those tables stand `Mô tả`, `Thông báo`,
// `Nguyên nhân`, `Açıklama`, `Opis`, `Komunikat`, `Descrizione`, `Messaggio`, `Omschrijving`, `Deskripsi`, `Beskrivning`,
// `Beskrivelse` and `Опис`.
pub(crate) struct Words(&'static str);

/// Nouns for a code.
pub(crate) const CODE: Words = Words(
    "code codes number id errno errcode errorcode retcode codigo numero nummer codenummer fehlernummer fehlercode \
     statuscode returncode resultcode dec decimal sqlstate errorid sqlcode codigos kod kodu kodlari kode codice codici foutcode felkod \
     fejlkode feilkode chybovy_kod ma_loi ma_trang_thai ma_phan_hoi code_retour код коды номер コード 番号 코드 번호 码 碼 代码 编号 編號 号",
);

/// Nouns for a number of anything, which a code may be.
pub(crate) const NUMBER: Words = Words("no num nr value int key enum rule # 值 значение");

/// What makes a code an error code; a part of a word will do.
pub(crate) const ERROR: Words = Words(
    "error err errno erreur erro errore errori fehler fault exception failure bug sqlstate sqlcode hata foutcode felkod fejlkode \
     feilkode bład błed chyby chybovy kesalahan loi ошибк помилк 错误 錯誤 异常 報錯 报错 失败 失敗 \
     エラー 오류 에러",
);

/// Errors, more than one: what a page of error codes may be called.
pub(crate) const ERRORS: Words = Words("errors erreurs errores erros ошибки");

/// What descriptions of errors say, and of codes of something else do not; parts of words will do, and `_` stands for a blank.
//
// Counted in 290 public files: every file with a table of errors says one of these or of [`ERROR`] somewhere. Of 26 tables
// of codes beside tables of errors whose headers leave open of what, those of errors say so in a third of their rows and more,
// the others, of currencies, banks, languages, types of payment, in none.
pub(crate) const FAULTY: Words = Words(
    "fail invalid denied reject refus timeout timed_out missing unknown illegal incorrect wrong forbidden unauthori overflow \
     cannot could_not unable expired exceed insufficient conflict unavailable unsupported mismatch duplicate not_found \
     does_not not_exist not_allowed not_support bad_request alarm abort crash corrupt \
     falha falla inválid rechaz rejeit no_existe não_ no_se_ échou introuvable manquant fehl nicht ungültig non_valid errat \
     неверн отсутств превыш отказ запрещ не_найден không thất_bại geçersiz başarısız nieprawid gagal tidak \
     无效 無效 拒绝 拒絕 超时 逾時 不存在 不支持 不足 非法 禁止 缺少 未找到 不正确 不能 无法 無法 不能为空 不合法 \
     無効 不正 存在しない できません タイムアウト 잘못 없 초과 유효하지 불가 거부 무효 실패",
);

/// What makes a code one that an answer carries.
pub(crate) const RESULT: Words = Words(
    "return ret rtn result response resp exit close reason status grpc retour statut rückgabe antwort retorno resposta \
     respuesta rtncode trang_thai 返回 响应 響應 應答 结果 关闭 状态 狀態 リターン 戻り 応答 終了 ステータス 응답 결과 상태 종료 ответ возврат состояни",
);

/// What makes a code one of something that may go wrong, though it need be no error.
//
// Of some 87,000 Markdown files of public repositories, so many have such a header: alarm 26, warning 10, fatal 7, 告警 7, alert
// 2, warn 1, 警告 1.
pub(crate) const NEAR: Words = Words("alarm alert warning warn fatal 告警 警告");

/// Words that may stand beside a noun for a code without saying of what it is one. The commonest of them in those files: api 838,
/// service 133, internal 123; the others are articles, and what joins words.
pub(crate) const NEUTRAL: Words = Words(
    "api app application business client custom full internal main new numeric old server service sub system value \
     of the de da do del della la le des der die das und and or e y et",
);

/// Headers of the numbers of rows; 37 of those files have one.
pub(crate) const ROW: Words = Words("序号");

/// What makes a code only the beginning of some; prefix 26, 前缀 7 of those files.
pub(crate) const PART: Words = Words("prefix 前缀");

/// What makes a code another protocol's, or only another spelling of the code beside it.
pub(crate) const SIDE: Words = Words("http https httpstatus hex hexadecimal 十六进制 16进制 16進");

/// What makes a code one of a standard: it names no error of the table.
pub(crate) const STANDARD: Words = Words("http https httpstatus sqlstate");

/// What says that numbers are hexadecimal, with `0x` before them or without.
pub(crate) const HEX: Words = Words("hex hexadecimal hexadezimal hresult 十六进制 十六進 16进制 16進 16진수");

/// Headers of columns that write the code another way.
pub(crate) const RADIX: Words =
    Words("hex hexadecimal dec decimal 十六进制 十进制 16进制 10进制 16進 10進 16진수 10진수 hexadezimal dezimal");

/// Headers that mean codes though they hold no noun for one; spaces are written `_`.
pub(crate) const BARE: Words = Words(
    "error errors err errno exception exceptions status hex hexadecimal http http_status sql_state error_# \
     fehler erro erreur hata ошибка 错误 十六进制 \
     十进制 エラー 오류 状态",
);

/// Headers of what an error says: beside a column of codes they make a table one of errors.
pub(crate) const SAYING: Words = Words(
    "message msg reason cause meaning explanation meldung bedeutung signification motif сообщение причина mensagem \
     motivo mensaje significado thong_bao nguyen_nhan messaggio komunikat mesaj pesan meddelelse meddelande 信息 消息 原因 含义 含義 提示 メッセージ 意味 原因 메시지 의미 원인",
);

/// Headers and headings of tables that hold numbers of something else.
pub(crate) const OTHER: Words = Words(
    "parameter parameters param params field fields opcode opcodes changelog revision revisions required optional property \
     参数 字段 必填 必选 是否必须 是否必填 默认值 版本 パラメータ パラメーター 必須 파라미터 매개변수 параметр обязательн \
     parametre parametro obligatoire obrigatorio obligatorio pflicht",
);

/// The same, where they are all of a header: a linter's rule has a default severity.
pub(crate) const OTHER_WHOLE: Words = Words("default default_value");

/// Scores for name and description: header, as a name, as a description.
///
/// A header that stands here whole, or ends in one of these words, takes the row's scores.
pub(crate) const TEXT_WORDS: &[(&str, u8, u8)] = &[
    // Symbols.
    ("name", 10, 0),
    ("symbol", 10, 0),
    ("symbolic name", 10, 0),
    ("constant", 10, 0),
    ("variant", 10, 0),
    ("identifier", 9, 0),
    ("mnemonic", 9, 0),
    ("literal", 9, 0),
    ("macro", 9, 0),
    ("enum", 9, 0),
    ("descriptor", 8, 2),
    ("title", 7, 2),
    ("label", 7, 2),
    ("key", 6, 0),
    ("名称", 10, 0),
    ("名稱", 10, 0),
    ("错误名", 10, 0),
    ("名", 9, 0),
    ("符号", 9, 0),
    ("常量", 9, 0),
    ("标识", 8, 0),
    ("枚举", 9, 0),
    ("变体", 9, 0),
    ("英文描述", 8, 3),
    ("英文", 6, 1),
    ("名前", 10, 0),
    ("識別子", 9, 0),
    ("이름", 10, 0),
    ("명칭", 10, 0),
    ("bezeichnung", 9, 1),
    ("nom", 10, 0),
    ("название", 10, 0),
    ("имя", 10, 0),
    ("nome", 10, 0),
    ("nombre", 10, 0),
    // Phrases: a name where every cell is a different one, else prose.
    ("type", 5, 0),
    ("message", 5, 7),
    ("reason", 5, 6),
    ("error", 5, 4),
    ("status", 4, 2),
    ("cause", 3, 6),
    ("信息", 4, 7),
    ("消息", 4, 7),
    ("提示", 3, 6),
    ("メッセージ", 4, 7),
    ("메시지", 4, 7),
    ("메세지", 4, 7),
    ("meldung", 4, 7),
    ("сообщение", 4, 7),
    ("mensagem", 4, 7),
    ("mensaje", 4, 7),
    ("msg", 5, 7),
    ("meaning", 4, 8),
    ("description", 2, 9),
    // Prose.
    ("desc", 2, 9),
    ("descriptions", 2, 9),
    ("explanation", 1, 10),
    ("definition", 1, 8),
    ("details", 0, 8),
    ("detail", 0, 8),
    ("summary", 2, 6),
    ("text", 2, 5),
    ("usage", 0, 5),
    ("notes", 0, 4),
    ("note", 0, 4),
    ("comment", 0, 4),
    ("comments", 0, 4),
    ("remarks", 0, 4),
    ("描述", 2, 9),
    ("说明", 1, 9),
    ("說明", 1, 9),
    ("含义", 2, 8),
    ("含義", 2, 8),
    ("中文", 1, 7),
    ("解释", 1, 8),
    ("原因", 2, 6),
    ("内容", 1, 6),
    ("备注", 0, 4),
    ("意味", 2, 8),
    ("説明", 1, 9),
    ("概要", 2, 6),
    ("설명", 1, 9),
    ("의미", 2, 8),
    ("내용", 1, 6),
    ("beschreibung", 1, 9),
    ("bedeutung", 2, 8),
    ("signification", 2, 8),
    ("описание", 1, 9),
    ("значение", 2, 5),
    ("mo ta", 1, 9),
    ("y nghia", 2, 8),
    ("thong bao", 4, 7),
    ("nguyen nhan", 2, 6),
    ("acıklama", 1, 9),
    ("anlamı", 2, 8),
    ("mesaj", 4, 7),
    ("opis", 1, 9),
    ("znaczenie", 2, 8),
    ("komunikat", 4, 7),
    ("popis", 1, 9),
    ("descrizione", 1, 9),
    ("messaggio", 4, 7),
    ("significato", 2, 8),
    ("titolo", 7, 2),
    ("omschrijving", 1, 9),
    ("beschrijving", 1, 9),
    ("betekenis", 2, 8),
    ("deskripsi", 1, 9),
    ("keterangan", 1, 9),
    ("pesan", 4, 7),
    ("beskrivning", 1, 9),
    ("betydelse", 2, 8),
    ("beskrivelse", 1, 9),
    ("опис", 1, 9),
    ("descricao", 1, 9),
    ("significado", 2, 8),
    ("descripcion", 1, 9),
];

impl Words {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &'static str> {
        self.0.split_whitespace()
    }
}
