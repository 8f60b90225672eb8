//! The interface as a consumer uses it. What stands here is promised: a change that breaks it breaks them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use core::error::Error;
use std::collections::{BTreeSet, HashMap, HashSet};

use tpns_errors::{AnyErrorCode, ErrorCode, FeedbackApi, ParseErrorCodeError, UnknownErrorCode};

/// The codes that were given out: code, variant, the variant's name, the name in the table.
const RELEASED: &[(u32, ErrorCode, &str, &str)] = &[
    (1008001, ErrorCode::ParameterParseError, "ParameterParseError", "paramter parse error"),
    (1008002, ErrorCode::MissingParameter, "MissingParameter", "missing parameter"),
    (1008003, ErrorCode::AuthFailure, "AuthFailure", "auth failure"),
    (1008004, ErrorCode::InvokeServiceError, "InvokeServiceError", "invoke service error"),
    (1008006, ErrorCode::InvalidToken, "InvalidToken", "invalid token"),
    (1008007, ErrorCode::InvalidParameter, "InvalidParameter", "invalid parameter"),
    (1008011, ErrorCode::UploadFileError, "UploadFileError", "upload file error"),
    (1008012, ErrorCode::UploadEmptyFile, "UploadEmptyFile", "upload empty file"),
    (1008013, ErrorCode::ParseCertificateError, "ParseCertificateError", "parse certificate error"),
    (1008015, ErrorCode::PushIdNotExist, "PushIdNotExist", "push id not exist"),
    (1008016, ErrorCode::DateParamFormatError, "DateParamFormatError", "date param formate error"),
    (1008019, ErrorCode::ContentMayBeEvil, "ContentMayBeEvil", "content may be evil"),
    (1008020, ErrorCode::CertBundleIdCheckFailed, "CertBundleIdCheckFailed", "cert bundleId check failed"),
    (1008021, ErrorCode::NotCorrectP12File, "NotCorrectP12File", "not correct p12 file"),
    (1008022, ErrorCode::P12PasswordIsNotCorrect, "P12PasswordIsNotCorrect", "p12 password is not correct"),
    (1008025, ErrorCode::CreateAppPlatformExist, "CreateAppPlatformExist", "create app , platform exist"),
    (1008026, ErrorCode::BatchOpPartlyError, "BatchOpPartlyError", "batch op, partly error"),
    (1008027, ErrorCode::BatchOpTotalError, "BatchOpTotalError", "batch op, total error"),
    (1008028, ErrorCode::RequestTooFast, "RequestTooFast", "request too fast"),
    (1008029, ErrorCode::TokenIsNotValid, "TokenIsNotValid", "token is not valid"),
    (1008030, ErrorCode::AppNotPaid, "AppNotPaid", "app not paid"),
    (1008031, ErrorCode::AppWasExpired, "AppWasExpired", "app was expired"),
    (10110008, ErrorCode::NoTokenNoAccount, "NoTokenNoAccount", "no token, no account"),
    (10010005, ErrorCode::InternalError, "InternalError", "internal error"),
    (10010018, ErrorCode::PushRepeat, "PushRepeat", "Push repeat"),
    (
        1008023,
        ErrorCode::PushCertificateError,
        "PushCertificateError",
        "ios push cert was expired for the environment: PRODUCT",
    ),
    (
        1008035,
        ErrorCode::AccessIdOrDomainIncorrect,
        "AccessIdOrDomainIncorrect",
        "accessId is not correct or domain not correct",
    ),
    (1010001, ErrorCode::ResourcesNotDeployed, "ResourcesNotDeployed", "no resources are deployed"),
    (10010012, ErrorCode::IllegalPushTime, "IllegalPushTime", "illegal push time"),
    (10030002, ErrorCode::AccessIdAndKeyMismatch, "AccessIdAndKeyMismatch", "AccessID and AccessKey do not match"),
];

/// Numbers beside codes, and the ends of the type.
const UNKNOWN: &[u32] = &[0, 1, 1008000, 1008005, 1008032, 1008999, 10010006, 10110009, u32::MAX];

#[test]
fn every_released_code_decodes_to_its_variant() {
    for &(code, variant, variant_name, name) in RELEASED {
        assert_eq!(ErrorCode::from_code(code), Some(variant), "{code}");
        assert_eq!(ErrorCode::try_from(code), Ok(variant), "{code}");
        assert_eq!(variant.code(), code);
        assert_eq!(variant as u32, code);
        assert_eq!(u32::from(variant), code);
        assert_eq!(variant.variant_name(), variant_name);
        assert_eq!(variant.name(), name);
        assert!(!variant.description().is_empty(), "{variant:?}");
        assert!(ErrorCode::ALL.contains(&variant), "{variant:?}");
    }
}

#[test]
fn all_lists_every_code_once() {
    assert_eq!(ErrorCode::ALL.len(), ErrorCode::COUNT);
    assert!(ErrorCode::COUNT >= RELEASED.len());
    let codes: BTreeSet<_> = ErrorCode::ALL.iter().map(|error| error.code()).collect();
    assert_eq!(codes.len(), ErrorCode::COUNT);
    let variants: BTreeSet<_> = ErrorCode::ALL.iter().map(|error| error.variant_name()).collect();
    assert_eq!(variants.len(), ErrorCode::COUNT);
    for &error in ErrorCode::ALL {
        assert_eq!(ErrorCode::from_code(error.code()), Some(error));
    }
}

#[test]
fn a_number_that_is_no_code_is_named_in_the_error() {
    for &code in UNKNOWN {
        assert_eq!(ErrorCode::from_code(code), None, "{code}");
        let error: UnknownErrorCode = ErrorCode::try_from(code).unwrap_err();
        assert_eq!(error.code(), code);
        assert_eq!(error.to_string(), format!("unknown error code {code}"));
    }
}

#[test]
fn a_code_shows_its_name_and_number() {
    assert_eq!(ErrorCode::AuthFailure.to_string(), "auth failure (1008003)");
    assert_eq!(format!("{:?}", ErrorCode::AuthFailure), "AuthFailure");
    assert_eq!(ErrorCode::AuthFailure.description(), "Verification and authentication failed");
}

#[test]
fn a_name_a_variant_and_a_code_parse() {
    for &error in ErrorCode::ALL {
        assert_eq!(ErrorCode::from_name(error.name()), Some(error));
        assert_eq!(error.name().parse(), Ok(error));
        assert_eq!(error.variant_name().parse(), Ok(error));
        assert_eq!(error.code().to_string().parse(), Ok(error));
    }
}

#[test]
fn other_texts_do_not_parse() {
    for text in ["", " ", "auth", "Auth failure", "authfailure", "1008005", "-1008003", "1008003.0", "4294967296"] {
        let error: ParseErrorCodeError = text.parse::<ErrorCode>().unwrap_err();
        assert_eq!(error.to_string(), "the text is not a name, a variant or a code of ErrorCode", "{text:?}");
    }
    assert_eq!(ErrorCode::from_name("AuthFailure"), None, "a variant is no name");
    assert_eq!(ErrorCode::from_name("1008003"), None, "a code is no name");
}

#[test]
fn a_category_has_the_variants_that_were_given_out() {
    use FeedbackApi as Api;
    // Were the enum exhaustive, the last arm could not be reached.
    #[deny(unreachable_patterns)]
    let text = |api| match api {
        Api::AccountBindingApi => "Account binding API",
        Api::AccountOperationApi => "Account operation API",
        Api::AccountQueryApi => "Account query API",
        Api::ApplicationCreatingApi => "Application creating API",
        Api::CertificateUploadApi => "Certificate upload API",
        Api::FullPushApi => "Full push API",
        Api::NumberPackageUploadApi => "Number package upload API",
        Api::PushApi => "Push API",
        Api::SinglePushApi => "Single push API",
        Api::StatisticsApi => "Statistics API",
        Api::StatisticsQueryApi => "Statistics query API",
        Api::TagBindingApi => "Tag binding API",
        Api::TagOperationApi => "Tag operation API",
        Api::TagPushApi => "Tag push API",
        _ => "given out later",
    };
    let given_out: Vec<_> = Api::ALL.iter().filter(|&&api| text(api) != "given out later").collect();
    assert_eq!(given_out.len(), 14);
    for &api in given_out {
        assert_eq!(api.as_str(), text(api));
        assert_eq!(api.to_string(), text(api));
    }
    assert_eq!(format!("{:?}", Api::PushApi), "PushApi");
}

#[test]
fn a_category_lists_exactly_the_codes_that_name_it() {
    for &api in FeedbackApi::ALL {
        let naming: Vec<_> = ErrorCode::ALL.iter().copied().filter(|error| error.has_feedback_api(api)).collect();
        assert_eq!(ErrorCode::with_feedback_api(api), naming, "{api:?}");
        assert!(!ErrorCode::with_feedback_api(api).is_empty(), "{api:?}");
    }
    let listed: usize = FeedbackApi::ALL.iter().map(|&api| ErrorCode::with_feedback_api(api).len()).sum();
    let named: usize = ErrorCode::ALL.iter().map(|error| error.feedback_api().len()).sum();
    assert_eq!(listed, named);
    assert!(ErrorCode::ALL.iter().all(|error| error.feedback_api().is_sorted()));
    // The page that documents these two names no API.
    let of_none: Vec<_> = ErrorCode::ALL.iter().filter(|error| error.feedback_api().is_empty()).collect();
    assert_eq!(of_none, [&ErrorCode::ResourcesNotDeployed, &ErrorCode::AccessIdAndKeyMismatch]);
}

/// Who handles a push relies on all that it can come to, and is told by the compiler where that changes.
mod what_a_push_can_come_to {
    use super::{ErrorCode, FeedbackApi};

    const CODES: [u32; 11] =
        [1008001, 1008002, 1008003, 1008004, 1008007, 1008019, 1008029, 1008030, 1008031, 10010005, 10010018];

    const FURTHER: [u32; 3] = [1008023, 1008035, 10010012];

    const _: () = {
        let errors = ErrorCode::with_feedback_api(FeedbackApi::PushApi);
        // The vendor's table comes first, then what other pages of his add.
        assert!(errors.len() == CODES.len() + FURTHER.len());
        let mut at = 0;
        while at < errors.len() {
            let code = if at < CODES.len() { CODES[at] } else { FURTHER[at - CODES.len()] };
            assert!(errors[at].code() == code);
            assert!(errors[at].documented_in().is_none() == (at < CODES.len()));
            assert!(errors[at].has_feedback_api(FeedbackApi::PushApi));
            at += 1;
        }
        assert!(!ErrorCode::PushIdNotExist.has_feedback_api(FeedbackApi::PushApi));
    };
}

#[test]
fn any_code_keeps_every_number() {
    for &code in UNKNOWN {
        let any = AnyErrorCode::from(code);
        assert_eq!(any, AnyErrorCode::new(code));
        assert_eq!((any.code(), u32::from(any)), (code, code));
        assert_eq!(any.known(), None);
        assert_eq!(any.to_string(), format!("unknown error code {code}"));
    }
    for &error in ErrorCode::ALL {
        let any = AnyErrorCode::from(error);
        assert_eq!(any, AnyErrorCode::from(error.code()));
        assert_eq!(any.code(), error.code());
        assert_eq!(any.known(), Some(error));
        assert_eq!(any.to_string(), error.to_string());
    }
}

#[test]
fn codes_are_keys_of_maps() {
    let by_code: HashMap<ErrorCode, u32> = ErrorCode::ALL.iter().map(|&error| (error, error.code())).collect();
    assert_eq!(by_code[&ErrorCode::PushRepeat], 10010018);
    // A known code and its bare number are one key.
    let any: HashSet<AnyErrorCode> =
        [ErrorCode::AuthFailure.into(), 1008003.into(), 7.into(), 7.into()].into_iter().collect();
    assert_eq!(any.len(), 2);
    let apis: HashSet<FeedbackApi> = ErrorCode::ALL.iter().flat_map(|error| error.feedback_api()).copied().collect();
    assert_eq!(apis.len(), FeedbackApi::ALL.len());
}

#[test]
fn codes_are_ordered_by_number() {
    let mut errors = ErrorCode::ALL.to_vec();
    errors.sort();
    assert!(errors.is_sorted_by_key(|error| error.code()));
    assert!(ErrorCode::InternalError < ErrorCode::NoTokenNoAccount, "though the table has them the other way round");
    assert!(AnyErrorCode::new(7) < ErrorCode::ParameterParseError.into());
}

#[test]
fn question_mark_takes_each_error() {
    fn known(code: u32) -> Result<ErrorCode, Box<dyn Error + Send + Sync>> {
        Ok(ErrorCode::try_from(code)?)
    }
    fn parsed(text: &str) -> Result<ErrorCode, Box<dyn Error + Send + Sync>> {
        Ok(text.parse::<ErrorCode>()?)
    }
    fn failed(code: AnyErrorCode) -> Result<(), Box<dyn Error + Send + Sync>> {
        Err(code)?
    }
    assert!(known(7).unwrap_err().is::<UnknownErrorCode>());
    assert!(parsed("seven").unwrap_err().is::<ParseErrorCodeError>());
    let error = failed(ErrorCode::AppNotPaid.into()).unwrap_err();
    assert_eq!(error.downcast_ref::<AnyErrorCode>().and_then(|any| any.known()), Some(ErrorCode::AppNotPaid));
    let error: &dyn Error = &ErrorCode::AppNotPaid;
    assert!(error.source().is_none());
}

#[test]
fn types_are_plain_values() {
    fn is_plain<T: Copy + Eq + std::hash::Hash + std::fmt::Debug + Send + Sync + Unpin + 'static>() {}
    fn is_error<T: Error>() {}
    is_plain::<ErrorCode>();
    is_plain::<AnyErrorCode>();
    is_plain::<FeedbackApi>();
    is_plain::<UnknownErrorCode>();
    is_plain::<ParseErrorCodeError>();
    is_error::<ErrorCode>();
    is_error::<AnyErrorCode>();
    is_error::<UnknownErrorCode>();
    is_error::<ParseErrorCodeError>();
    assert_eq!(size_of::<ErrorCode>(), size_of::<u32>());
    assert_eq!(size_of::<Option<ErrorCode>>(), size_of::<u32>());
}

/// All that can be asked at compile time.
mod in_const_context {
    use super::{AnyErrorCode, ErrorCode, FeedbackApi};

    const AUTH: ErrorCode = ErrorCode::from_code(1008003).unwrap();
    const NONE: Option<ErrorCode> = ErrorCode::from_code(7);
    const ANY: AnyErrorCode = AnyErrorCode::new(AUTH.code());
    const APIS: &[FeedbackApi] = AUTH.feedback_api();
    const API: FeedbackApi = APIS[0];
    const TEXTS: [&str; 4] = [AUTH.name(), AUTH.description(), AUTH.variant_name(), API.as_str()];
    static COUNTERS: [u32; ErrorCode::COUNT] = [0; ErrorCode::COUNT];

    const _: () = {
        assert!(matches!(AUTH, ErrorCode::AuthFailure));
        assert!(NONE.is_none());
        assert!(ANY.code() == 1008003);
        assert!(ANY.known().is_some());
        assert!(!ErrorCode::with_feedback_api(API).is_empty() && AUTH.has_feedback_api(API));
        assert!(!FeedbackApi::ALL.is_empty());
    };

    #[test]
    fn constants_say_what_methods_say() {
        assert_eq!(
            TEXTS,
            ["auth failure", "Verification and authentication failed", "AuthFailure", "Tag operation API"]
        );
        assert_eq!(COUNTERS.len(), ErrorCode::ALL.len());
    }
}
