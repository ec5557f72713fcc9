//! The functions of the language and of Kubernetes' libraries, one library a file: its
//! declarations as text, and what its functions do.

pub(crate) mod authorizer;
mod base64;
pub(crate) mod convert;
mod format;
pub(crate) mod format_string;
mod ip;
mod json_patch;
mod lists;
mod math;
mod operators;
mod optional;
mod quantity;
mod quote;
pub(crate) mod regex;
mod semver;
mod sets;
mod standard;
mod strings;
mod time;
mod url;

use crate::value::{Error, Value};

/// What a function does. Arguments are values, never errors.
pub(crate) type Implementation = for<'a> fn(Call<'_, 'a>) -> Result<Value<'a>, Error>;

/// The arguments of a call and what its plan knows beforehand.
pub(crate) struct Call<'c, 'a> {
    /// The arguments, receiver first.
    pub(crate) args: &'c [Value<'a>],
    /// The overload, where checking found exactly one; else empty.
    pub(crate) overload: &'static str,
    /// The pattern, where it was a literal.
    pub(crate) regex: Option<&'c crate::regex::Regex>,
}

impl<'a> Call<'_, 'a> {
    /// The fault of a call whose arguments fit no overload.
    pub(crate) fn no_overload(&self, function: &str) -> Error {
        let types: Vec<_> = self.args.iter().map(|a| a.type_name().to_owned()).collect();
        Error::no_such_overload(format!("{function}({})", types.join(", ")))
    }
}

/// A library: which names it declares and what they do.
pub(crate) struct Library {
    /// Its declarations, one a line.
    pub(crate) declarations: &'static str,
    /// The types it names.
    pub(crate) types: &'static [&'static str],
    /// Finds a function by its name.
    pub(crate) implementation: fn(&str) -> Option<Implementation>,
}

pub(crate) use self::authorizer::{LIBRARY as AUTHORIZER, SELECTORS as AUTHORIZER_SELECTORS};
pub(crate) use self::base64::LIBRARY as BASE64;
pub(crate) use self::format::LIBRARY as FORMAT;
pub(crate) use self::ip::LIBRARY as IP;
pub(crate) use self::json_patch::LIBRARY as JSON_PATCH;
pub(crate) use self::lists::{EXTENDED as LISTS_EXTENDED, LIBRARY as LISTS};
pub(crate) use self::math::LIBRARY as MATH;
pub(crate) use self::optional::{FIRST_LAST, LIBRARY as OPTIONAL};
pub(crate) use self::quantity::LIBRARY as QUANTITY;
pub(crate) use self::regex::LIBRARY as REGEX;
pub(crate) use self::semver::LIBRARY as SEMVER;
pub(crate) use self::sets::LIBRARY as SETS;
pub(crate) use self::standard::{CROSS_TYPE, LIBRARY as STANDARD, TWO_VARIABLES};
pub(crate) use self::strings::{EXTENDED as STRINGS_EXTENDED, LIBRARY as STRINGS};
pub(crate) use self::url::LIBRARY as URL;
