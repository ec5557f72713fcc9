//! Which encoding and which form of an object a client gets, and what it may send.
//!
//! *Upstream:* `apiserver/pkg/endpoints/handlers/negotiation`.

use bowline_apimachinery::codec::MediaType;
use bowline_apimachinery::meta::{Status, reason};

/// What the answer looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// The encoding.
    pub media_type: MediaType,
    /// The form.
    pub form: Form,
    /// Whether JSON is indented for people.
    pub pretty: bool,
}

/// The form of an object or list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// As it is.
    #[default]
    Object,
    /// A table for people, of `meta.k8s.io` in this version.
    Table {
        /// `v1` or `v1beta1`
        version: String,
    },
    /// Only the metadata, as `PartialObjectMetadata` of `meta.k8s.io` in this version.
    Metadata {
        /// `v1` or `v1beta1`
        version: String,
    },
}

/// What can be answered.
#[derive(Clone, Copy, Debug)]
pub struct Offer {
    /// The encodings, the preferred first.
    pub media_types: &'static [MediaType],
    /// Whether tables and bare metadata can be made.
    pub forms: bool,
}

impl Offer {
    /// Built-in objects.
    pub const BUILT_IN: Self =
        Self { media_types: &[MediaType::Json, MediaType::Yaml, MediaType::Protobuf], forms: true };
    /// Custom objects.
    pub const CUSTOM: Self = Self { media_types: &[MediaType::Json, MediaType::Yaml], forms: true };
    /// Answers that are not objects with metadata.
    pub const PLAIN: Self = Self {
        media_types: &[MediaType::Json, MediaType::Yaml, MediaType::Protobuf],
        forms: false,
    };
}

/// Chooses the best answer that the client accepts.
///
/// # Errors
/// 406 when there is none.
pub fn negotiate(accept: &str, offer: Offer) -> Result<Output, Status> {
    if accept.trim().is_empty() {
        return Ok(Output::json());
    }
    let mut clauses: Vec<Clause<'_>> = accept.split(',').filter_map(Clause::parse).collect();
    clauses.sort_by(|a, b| b.quality.total_cmp(&a.quality));
    for clause in &clauses {
        for &media_type in offer.media_types {
            if clause.matches(media_type)
                && let Some(form) = clause.form(offer)
            {
                return Ok(Output { media_type, form, pretty: clause.pretty });
            }
        }
    }
    let accepted: Vec<_> = offer.media_types.iter().map(|m| m.as_str()).collect();
    Err(Status::failure(
        406,
        reason::NOT_ACCEPTABLE,
        format!("only the following media types are accepted: {}", accepted.join(", ")),
    ))
}

impl Output {
    /// Objects as JSON.
    #[must_use]
    pub fn json() -> Self {
        Self { media_type: MediaType::Json, form: Form::Object, pretty: false }
    }

    /// The same encoding, of the object as it is.
    #[must_use]
    pub fn plain(&self) -> Self {
        Self { form: Form::Object, ..self.clone() }
    }
}

/// One element of an `Accept` header.
struct Clause<'a> {
    main: &'a str,
    sub: &'a str,
    quality: f32,
    as_kind: &'a str,
    group: &'a str,
    version: &'a str,
    pretty: bool,
}

impl<'a> Clause<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.split(';').map(str::trim);
        let range = parts.next()?;
        let (main, sub) = match range {
            "*" => ("*", "*"),
            range => range.split_once('/')?,
        };
        let mut clause =
            Self { main, sub, quality: 1.0, as_kind: "", group: "", version: "", pretty: false };
        for part in parts {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            match key.trim() {
                "q" => clause.quality = value.trim().parse().unwrap_or(1.0),
                "as" => clause.as_kind = value,
                "g" => clause.group = value,
                "v" => clause.version = value,
                "pretty" => clause.pretty = value == "1" || value == "true",
                _ => {}
            }
        }
        Some(clause)
    }

    fn matches(&self, media_type: MediaType) -> bool {
        let (main, sub) = media_type.as_str().split_once('/').unwrap_or_default();
        let same = |wanted: &str, found: &str| wanted == "*" || wanted.eq_ignore_ascii_case(found);
        same(self.main, main) && same(self.sub, sub)
    }

    /// `None` when the form asked for cannot be made.
    fn form(&self, offer: Offer) -> Option<Form> {
        let version = self.version.to_owned();
        let known =
            offer.forms && self.group == "meta.k8s.io" && matches!(self.version, "v1" | "v1beta1");
        match self.as_kind {
            "" => Some(Form::Object),
            "Table" if known => Some(Form::Table { version }),
            "PartialObjectMetadata" | "PartialObjectMetadataList" if known => {
                Some(Form::Metadata { version })
            }
            _ => None,
        }
    }
}

/// The encoding of a request's body.
///
/// # Errors
/// 415 when it is none of those that are understood.
pub fn content_type(header: &str, accepted: &[MediaType]) -> Result<MediaType, Status> {
    if header.trim().is_empty() {
        return Ok(MediaType::Json);
    }
    match MediaType::parse(header) {
        Some(media_type) if accepted.contains(&media_type) => Ok(media_type),
        _ => {
            let names: Vec<_> = accepted.iter().map(|m| m.as_str()).collect();
            Err(unsupported(&names))
        }
    }
}

/// 415, naming what would be accepted.
#[must_use]
pub fn unsupported(accepted: &[&str]) -> Status {
    Status::failure(
        415,
        reason::UNSUPPORTED_MEDIA_TYPE,
        format!(
            "the body of the request was in an unknown format - accepted media types include: {}",
            accepted.join(", ")
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_acceptable_clause_wins() {
        let table = |version: &str| Form::Table { version: version.to_owned() };
        let metadata = Form::Metadata { version: "v1".to_owned() };
        let cases = [
            ("", Offer::BUILT_IN, MediaType::Json, Form::Object),
            ("*/*", Offer::BUILT_IN, MediaType::Json, Form::Object),
            ("application/*", Offer::BUILT_IN, MediaType::Json, Form::Object),
            ("application/yaml", Offer::BUILT_IN, MediaType::Yaml, Form::Object),
            (
                "application/vnd.kubernetes.protobuf,application/json",
                Offer::BUILT_IN,
                MediaType::Protobuf,
                Form::Object,
            ),
            (
                "application/vnd.kubernetes.protobuf,application/json",
                Offer::CUSTOM,
                MediaType::Json,
                Form::Object,
            ),
            (
                "application/json;q=0.1, application/yaml;q=0.9",
                Offer::BUILT_IN,
                MediaType::Yaml,
                Form::Object,
            ),
            (
                "application/json;as=Table;v=v1;g=meta.k8s.io,application/json",
                Offer::BUILT_IN,
                MediaType::Json,
                table("v1"),
            ),
            (
                "application/json;as=Table;v=v9;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io",
                Offer::BUILT_IN,
                MediaType::Json,
                table("v1beta1"),
            ),
            (
                "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1",
                Offer::CUSTOM,
                MediaType::Json,
                metadata,
            ),
            (
                "application/json;as=Table;v=v1;g=meta.k8s.io,application/json",
                Offer::PLAIN,
                MediaType::Json,
                Form::Object,
            ),
            ("application/json;stream=watch", Offer::BUILT_IN, MediaType::Json, Form::Object),
        ];
        for (accept, offer, media_type, form) in cases {
            let output = negotiate(accept, offer).unwrap();
            assert_eq!((output.media_type, output.form), (media_type, form), "{accept}");
        }
    }

    #[test]
    fn what_cannot_be_made_is_refused() {
        for (accept, offer) in [
            ("text/html", Offer::BUILT_IN),
            ("application/vnd.kubernetes.protobuf", Offer::CUSTOM),
            ("application/json;as=Table;v=v1;g=meta.k8s.io", Offer::PLAIN),
            ("application/json;as=Pod;v=v1;g=", Offer::BUILT_IN),
        ] {
            let status = negotiate(accept, offer).unwrap_err();
            assert_eq!((status.code, status.reason.as_str()), (406, "NotAcceptable"), "{accept}");
        }
        let status = content_type("text/plain", &[MediaType::Json]).unwrap_err();
        assert_eq!(status.code, 415);
        assert!(content_type("application/json; charset=utf-8", &[MediaType::Json]).is_ok());
    }
}
