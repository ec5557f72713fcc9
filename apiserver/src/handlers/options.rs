//! The options of writes and lists, from the query.
//!
//! *Upstream:* `apimachinery/pkg/apis/meta/v1/validation`.

use bowline_apimachinery::descriptor::Type;
use bowline_apimachinery::meta::Status;
use bowline_apimachinery::reflect::Message;
use bowline_apimachinery::validation::field::{ErrorList, FieldError, Path};
use serde_json::{Map, Value};

use super::call::Call;
use crate::registry::store::invalid;

/// The options of a create, update or patch.
#[derive(Debug)]
pub(crate) struct WriteOptions {
    pub(crate) dry_run: bool,
    pub(crate) field_manager: String,
    pub(crate) field_validation: FieldValidation,
    pub(crate) force: Option<bool>,
    /// As admission plugins see them.
    pub(crate) object: Value,
}

/// What unknown and duplicate fields lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FieldValidation {
    Ignore,
    Warn,
    Strict,
}

impl WriteOptions {
    /// Reads the options; `kind` is `CreateOptions`, `UpdateOptions` or `PatchOptions`.
    ///
    /// # Errors
    /// 400 or 422.
    pub(crate) fn parse(call: &Call, kind: &'static str) -> Result<Self, Status> {
        let mut faults = ErrorList::new();
        let dry_run = dry_run(call, &mut faults);
        let field_manager = call.parameter("fieldManager").to_owned();
        let path = Path::new("fieldManager");
        faults
            .extend(bowline_apimachinery::validation::names::field_manager(&path, &field_manager));
        let field_validation = match call.parameter("fieldValidation") {
            "" | "Warn" => FieldValidation::Warn,
            "Ignore" => FieldValidation::Ignore,
            "Strict" => FieldValidation::Strict,
            other => {
                let path = Path::new("fieldValidation");
                let allowed = ["Ignore", "Strict", "Warn"];
                faults.push(FieldError::not_supported(&path, other, allowed));
                FieldValidation::Warn
            }
        };
        let force = boolean(call, "force")?;
        if !faults.is_empty() {
            return Err(invalid("meta.k8s.io", kind, "", &faults));
        }
        let mut object = Map::new();
        object.insert("kind".into(), kind.into());
        object.insert("apiVersion".into(), "meta.k8s.io/v1".into());
        if dry_run {
            object.insert("dryRun".into(), vec!["All"].into());
        }
        for name in ["fieldManager", "fieldValidation"] {
            if !call.parameter(name).is_empty() {
                object.insert(name.into(), call.parameter(name).into());
            }
        }
        if let Some(force) = force {
            object.insert("force".into(), force.into());
        }
        let object = Value::Object(object);
        Ok(Self { dry_run, field_manager, field_validation, force, object })
    }
}

fn dry_run(call: &Call, faults: &mut ErrorList) -> bool {
    let given = call.query.iter().filter(|(key, _)| key == "dryRun");
    let values: Vec<_> = given.map(|(_, value)| value.as_str()).filter(|v| !v.is_empty()).collect();
    if values.iter().any(|v| *v != "All") {
        let path = Path::new("dryRun");
        let text = values.join(",");
        faults.push(FieldError::not_supported(&path, text, ["All"]));
    }
    !values.is_empty()
}

/// A boolean of the query, as Go reads it.
///
/// # Errors
/// 400 when it is none.
pub(crate) fn boolean(call: &Call, name: &str) -> Result<Option<bool>, Status> {
    match call.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str()) {
        None => Ok(None),
        // A parameter without a value is as good as true.
        Some("" | "1" | "t" | "T" | "true" | "TRUE" | "True") => Ok(Some(true)),
        Some("0" | "f" | "F" | "false" | "FALSE" | "False") => Ok(Some(false)),
        Some(other) => Err(Status::bad_request(format!(
            "strconv.ParseBool: parsing \"{other}\": invalid syntax"
        ))),
    }
}

/// A number of the query.
///
/// # Errors
/// 400 when it is none.
pub(crate) fn integer(call: &Call, name: &str) -> Result<Option<i64>, Status> {
    match call.parameter(name) {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| {
            Status::bad_request(format!("strconv.ParseInt: parsing \"{text}\": invalid syntax"))
        }),
    }
}

/// The parameters of a query as the JSON of an options type.
pub(crate) fn of_query(options: &dyn Message, query: &[(String, String)]) -> Value {
    let mut object = Map::new();
    for field in options.descriptor().fields {
        let mut values = query.iter().filter(|(key, _)| key == field.name).map(|(_, v)| v.as_str());
        let value = match field.ty {
            Type::List(_) => {
                let all: Vec<_> = values.collect();
                if all.is_empty() { None } else { Some(all.into()) }
            }
            Type::Bool => values.next().map(|v| matches!(v, "" | "1" | "t" | "true").into()),
            Type::Int32 | Type::Int64 => {
                values.next().and_then(|v| v.parse::<i64>().ok()).map(Value::from)
            }
            _ => values.next().map(Value::from),
        };
        if let Some(value) = value {
            object.insert(field.name.to_owned(), value);
        }
    }
    Value::Object(object)
}
