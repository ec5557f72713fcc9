//! What a valid definition is.
//!
//! *Upstream:* `apiextensions-apiserver/pkg/apis/apiextensions/validation`. It looks at definitions
//! in a form in which what all versions have alike stands above them, so faults are told there.

use std::collections::BTreeSet;

use bowline_apimachinery::validation::field::{ErrorList, FieldError, Path};
use bowline_apimachinery::validation::names::{dns1035_label, dns1123_subdomain};
use bowline_cel::rules::Stored;
use serde_json::{Value, json};

use super::schema::check;
use crate::registry::ObjectAccess as _;

/// Types and formats of printer columns.
const COLUMN_TYPES: [&str; 5] = ["boolean", "date", "integer", "number", "string"];
const COLUMN_FORMATS: [&str; 8] =
    ["byte", "date", "date-time", "double", "float", "int32", "int64", "password"];
/// How many fields may be selected by.
const MAX_SELECTABLE: usize = 8;

/// What is wrong with a definition; `stored` are the expressions it already had.
pub fn faults(definition: &Value, stored: &Stored) -> ErrorList {
    let mut faults = ErrorList::new();
    let (spec, metadata) = (Path::new("spec"), Path::new("metadata"));
    let name = definition.name();
    let group = definition.text("spec.group");
    let plural = definition.text("spec.names.plural");
    let name_path = metadata.child("name");
    let complaints = dns1123_subdomain(name).into_iter();
    faults.extend(complaints.map(|why| FieldError::invalid(&name_path, name, why)));
    if name != format!("{plural}.{group}") {
        let why = "must be spec.names.plural+\".\"+spec.group";
        faults.push(FieldError::invalid(&name_path, name, why));
    }
    group_fault(group, &spec.child("group"), &mut faults);
    let scope = definition.text("spec.scope");
    one_of(scope, ["Cluster", "Namespaced"], &spec.child("scope"), &mut faults);
    let versions = definition.at("spec.versions").as_array().map_or(&[][..], Vec::as_slice);
    version_faults(versions, &spec, stored, &mut faults);
    let names = spec.child("names");
    for field in ["plural", "singular", "kind", "listKind"] {
        if definition.at("spec.names").text(field).is_empty() {
            faults.push(FieldError::required(&names.child(field), ""));
        }
    }
    name_faults(definition.at("spec.names"), &names, &mut faults);
    let accepted = Path::new("status");
    let accepted = accepted.child("acceptedNames");
    name_faults(definition.at("status.acceptedNames"), &accepted, &mut faults);
    conversion_faults(definition.at("spec.conversion"), &spec.child("conversion"), &mut faults);
    faults
}

/// Versions of stored objects must go on being known.
pub fn stored_version_faults(definition: &Value) -> ErrorList {
    let mut faults = ErrorList::new();
    let status = Path::new("status");
    let path = status.child("storedVersions");
    let found = definition.at("status.storedVersions");
    let stored: Vec<&str> =
        found.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    if stored.is_empty() {
        let why = "must have at least one stored version";
        faults.push(FieldError::invalid(&path, found.clone(), why));
        return faults;
    }
    let versions = definition.at("spec.versions").as_array().map_or(&[][..], Vec::as_slice);
    for version in versions.iter().filter(|v| v["storage"] == Value::Bool(true)) {
        let name = version.text("name");
        if !stored.contains(&name) {
            let why = format!("must have the storage version {name}");
            faults.push(FieldError::invalid(&path, found.clone(), why));
        }
    }
    for (i, name) in stored.iter().enumerate() {
        if !versions.iter().any(|v| v.text("name") == *name) {
            let why = format!(
                "missing from spec.versions; {name} was previously a storage version, and must \
                 remain in spec.versions until a storage migration ensures no data remains \
                 persisted in {name} and removes {name} from status.storedVersions"
            );
            faults.push(FieldError::invalid(&path.index(i), *name, why));
        }
    }
    faults
}

fn group_fault(group: &str, path: &Path<'_>, faults: &mut ErrorList) {
    if group.is_empty() {
        faults.push(FieldError::required(path, ""));
        return;
    }
    let complaints = dns1123_subdomain(group);
    if !complaints.is_empty() {
        faults.push(FieldError::invalid(path, group, complaints.join(",")));
    } else if group.split('.').count() < 2 {
        let why = "should be a domain with at least one dot";
        faults.push(FieldError::invalid(path, group, why));
    }
}

fn one_of<const N: usize>(value: &str, known: [&str; N], path: &Path<'_>, faults: &mut ErrorList) {
    if value.is_empty() {
        faults.push(FieldError::required(path, ""));
    } else if !known.contains(&value) {
        faults.push(FieldError::not_supported(path, value, known));
    }
}

/// A part that all versions have alike, if they do.
fn shared<'v>(versions: &'v [Value], field: &str) -> Option<&'v Value> {
    let first = versions.first()?.get(field).filter(|v| !is_empty(v))?;
    versions.iter().all(|v| v.get(field) == Some(first)).then_some(first)
}

fn is_empty(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}

fn version_faults(versions: &[Value], spec: &Path<'_>, stored: &Stored, faults: &mut ErrorList) {
    let path = spec.child("versions");
    let schema = shared(versions, "schema");
    let subresources = shared(versions, "subresources");
    let columns = shared(versions, "additionalPrinterColumns");
    let selectable = shared(versions, "selectableFields").filter(|_| schema.is_some());
    let has_status = |v: &Value| v.at("subresources.status").is_object();
    for (i, version) in versions.iter().enumerate() {
        let at = path.index(i);
        let open_api = version.at("schema.openAPIV3Schema");
        if open_api.is_null() {
            let schema = at.child("schema");
            let path = schema.child("openAPIV3Schema");
            faults.push(FieldError::required(&path, "schemas are required"));
        }
        label_fault(version.text("name"), &at.child("name"), "", faults);
        deprecation_faults(version, &at.child("deprecationWarning"), faults);
        if schema.is_none() && open_api.is_object() {
            let within = at.child("schema");
            let within = within.child("openAPIV3Schema");
            faults.extend(check::faults(open_api, &within, has_status(version), stored));
        }
        if subresources.is_none() {
            scale_faults(version.at("subresources"), &at.child("subresources"), faults);
        }
        if columns.is_none() {
            let path = at.child("additionalPrinterColumns");
            column_faults(version.at("additionalPrinterColumns"), &path, faults);
        }
        if selectable.is_none() {
            let path = at.child("selectableFields");
            selectable_faults(version.at("selectableFields"), open_api, &path, faults);
        }
    }
    let names: BTreeSet<&str> = versions.iter().map(|v| v.text("name")).collect();
    let shown = || Value::Array(versions.to_vec());
    if names.len() != versions.len() {
        faults.push(FieldError::invalid(&path, shown(), "must contain unique version names"));
    }
    if versions.iter().filter(|v| v["storage"] == Value::Bool(true)).count() != 1 {
        let why = "must have exactly one version marked as storage version";
        faults.push(FieldError::invalid(&path, shown(), why));
    }
    if let Some(first) = versions.first().map(|v| v.text("name")).filter(|n| !n.is_empty()) {
        label_fault(first, &spec.child("version"), "", faults);
    }
    if let Some(schema) = schema {
        let open_api = schema.at("openAPIV3Schema");
        let validation = spec.child("validation");
        let path = validation.child("openAPIV3Schema");
        if open_api.is_object() {
            let has_status = versions.iter().any(has_status);
            faults.extend(check::faults(open_api, &path, has_status, stored));
        }
    }
    if let Some(subresources) = subresources {
        scale_faults(subresources, &spec.child("subresources"), faults);
    }
    if let Some(columns) = columns {
        column_faults(columns, &spec.child("additionalPrinterColumns"), faults);
    }
    if let Some(selectable) = selectable {
        let open_api = schema.map_or(&Value::Null, |s| s.at("openAPIV3Schema"));
        selectable_faults(selectable, open_api, &spec.child("selectableFields"), faults);
    }
}

fn label_fault(text: &str, path: &Path<'_>, before: &str, faults: &mut ErrorList) {
    let complaints = dns1035_label(text);
    if !complaints.is_empty() {
        faults.push(FieldError::invalid(path, text, format!("{before}{}", complaints.join(","))));
    }
}

fn deprecation_faults(version: &Value, path: &Path<'_>, faults: &mut ErrorList) {
    let Some(warning) = version.get("deprecationWarning").and_then(Value::as_str) else { return };
    let mut say = |why: String| faults.push(FieldError::invalid(path, warning, why));
    if version["deprecated"] != Value::Bool(true) {
        say("can only be set for deprecated versions".to_owned());
        return;
    }
    if warning.len() > 256 {
        say("must be <= 256 characters long".to_owned());
    }
    if warning.is_empty() {
        say("must not be an empty string".to_owned());
    }
    let unprintable = |c: char| c.is_control() || (c.is_whitespace() && c != ' ');
    if let Some((i, _)) = warning.char_indices().find(|(_, c)| unprintable(*c)) {
        say(format!(
            "must only contain printable UTF-8 characters; non-printable character found at index \
             {i}"
        ));
    }
}

fn name_faults(names: &Value, path: &Path<'_>, faults: &mut ErrorList) {
    for field in ["plural", "singular"] {
        let text = names.text(field);
        if !text.is_empty() {
            label_fault(text, &path.child(field), "", faults);
        }
    }
    for field in ["kind", "listKind"] {
        let text = names.text(field);
        let complaints = dns1035_label(&text.to_lowercase());
        if !text.is_empty() && !complaints.is_empty() {
            let why = format!(
                "may have mixed case, but should otherwise match: {}",
                complaints.join(",")
            );
            faults.push(FieldError::invalid(&path.child(field), text, why));
        }
    }
    let kind = names.text("kind");
    if !kind.is_empty() && kind == names.text("listKind") {
        let why = "kind and listKind may not be the same";
        faults.push(FieldError::invalid(&path.child("listKind"), kind, why));
    }
    for field in ["shortNames", "categories"] {
        let list = path.child(field);
        for (i, text) in names.at(field).as_array().into_iter().flatten().enumerate() {
            label_fault(text.as_str().unwrap_or(""), &list.index(i), "", faults);
        }
    }
}

fn scale_faults(subresources: &Value, path: &Path<'_>, faults: &mut ErrorList) {
    let Some(scale) = subresources.get("scale").filter(|s| s.is_object()) else { return };
    let path = path.child("scale");
    for (field, prefixes, why) in [
        ("specReplicasPath", &[".spec."][..], "should be a json path under .spec"),
        ("statusReplicasPath", &[".status."], "should be a json path under .status"),
        (
            "labelSelectorPath",
            &[".spec.", ".status."],
            "should be a json path under either .spec or .status",
        ),
    ] {
        let text = scale.text(field);
        let path = path.child(field);
        if text.is_empty() {
            if field != "labelSelectorPath" {
                faults.push(FieldError::required(&path, ""));
            }
        } else if !text.starts_with('.') {
            let why = "must be a simple json path starting with .";
            faults.push(FieldError::invalid(&path, text, why));
        } else if !prefixes.iter().any(|p| text.starts_with(p)) {
            faults.push(FieldError::invalid(&path, text, why));
        }
    }
}

fn column_faults(columns: &Value, path: &Path<'_>, faults: &mut ErrorList) {
    for (i, column) in columns.as_array().into_iter().flatten().enumerate() {
        let at = path.index(i);
        if column.text("name").is_empty() {
            faults.push(FieldError::required(&at.child("name"), ""));
        }
        let kind = column.text("type");
        let why = format!("must be one of {}", COLUMN_TYPES.join(","));
        if kind.is_empty() {
            faults.push(FieldError::required(&at.child("type"), why));
        } else if !COLUMN_TYPES.contains(&kind) {
            faults.push(FieldError::invalid(&at.child("type"), kind, why));
        }
        let format = column.text("format");
        if !format.is_empty() && !COLUMN_FORMATS.contains(&format) {
            let why = format!("must be one of {}", COLUMN_FORMATS.join(","));
            faults.push(FieldError::invalid(&at.child("format"), format, why));
        }
        let json_path = column.text("jsonPath");
        if json_path.is_empty() {
            faults.push(FieldError::required(&at.child("JSONPath"), ""));
        } else if !json_path.starts_with('.') {
            let why = "must be a simple json path starting with .";
            faults.push(FieldError::invalid(&at.child("JSONPath"), json_path, why));
        }
    }
}

fn selectable_faults(fields: &Value, schema: &Value, path: &Path<'_>, faults: &mut ErrorList) {
    let fields = fields.as_array().map_or(&[][..], Vec::as_slice);
    if fields.is_empty() {
        return;
    }
    if !schema.is_object() {
        let why =
            "selectableFields may only be set when version.schema.openAPIV3Schema is not included";
        faults.push(FieldError::invalid(path, "", why));
        return;
    }
    let mut seen = BTreeSet::new();
    for (i, field) in fields.iter().enumerate() {
        let at = path.index(i);
        let at = at.child("jsonPath");
        let text = field.text("jsonPath");
        if text.is_empty() {
            faults.push(FieldError::required(&at, ""));
            continue;
        }
        let target = match selected(text, schema) {
            Ok(target) => target,
            Err(why) => {
                let why = format!("is an invalid path: {why}");
                faults.push(FieldError::invalid(&at, text, why));
                continue;
            }
        };
        if text == ".metadata" || text.starts_with(".metadata.") {
            let why = "must not point to fields in metadata";
            faults.push(FieldError::invalid(&at, text, why));
        }
        if !matches!(target.text("type"), "string" | "boolean" | "integer") {
            let why = "must point to a field of type string, boolean or integer. Enum string \
                       fields and strings with formats are allowed.";
            faults.push(FieldError::invalid(&at, text, why));
        }
        if !seen.insert(text) {
            faults.push(FieldError::duplicate(&at, text));
        }
    }
    if seen.len() > MAX_SELECTABLE {
        faults.push(FieldError::too_many(path, seen.len(), MAX_SELECTABLE));
    }
}

/// The schema that a path such as `.spec.colour` leads to.
fn selected<'s>(text: &str, schema: &'s Value) -> Result<&'s Value, String> {
    let Some(steps) = text.strip_prefix('.') else {
        let first = text.split(['.', '[', ']']).next().unwrap_or(text);
        return Err(match text.starts_with('[') {
            true => "array notation is not allowed".to_owned(),
            false => format!("expected [ or . but got: {first}"),
        });
    };
    if steps.is_empty() {
        return Err("unexpected end of JSON path".to_owned());
    }
    if steps.contains('[') {
        return Err("array notation is not allowed".to_owned());
    }
    steps.split('.').try_fold(schema, |schema, step| {
        let found = match schema.get("properties") {
            Some(properties) => properties.get(step),
            None => schema.get("additionalProperties").filter(|a| a.is_object()),
        };
        found.ok_or_else(|| "does not refer to a valid field".to_owned())
    })
}

fn conversion_faults(conversion: &Value, path: &Path<'_>, faults: &mut ErrorList) {
    if !conversion.is_object() {
        return;
    }
    let strategy = conversion.text("strategy");
    one_of(strategy, ["None", "Webhook"], &path.child("strategy"), faults);
    let client = path.child("webhookClientConfig");
    let reviews = path.child("conversionReviewVersions");
    let config = conversion.at("webhook.clientConfig");
    let versions = conversion.at("webhook.conversionReviewVersions");
    if strategy != "Webhook" {
        let why = "should not be set when strategy is not set to Webhook";
        if config.is_object() {
            faults.push(FieldError::forbidden(&client, why));
        }
        if versions.as_array().is_some_and(|v| !v.is_empty()) {
            faults.push(FieldError::forbidden(&reviews, why));
        }
        return;
    }
    if !config.is_object() {
        let why = "required when strategy is set to Webhook";
        faults.push(FieldError::required(&client, why));
    } else if config.at("url").is_null() == config.at("service").is_null() {
        let why = "exactly one of url or service is required";
        faults.push(FieldError::required(&client, why));
    } else if config.at("service").is_object() {
        let service = client.child("service");
        for (field, why) in
            [("name", "service name is required"), ("namespace", "service namespace is required")]
        {
            if config.at("service").text(field).is_empty() {
                faults.push(FieldError::required(&service.child(field), why));
            }
        }
    }
    review_faults(versions, &reviews, faults);
}

fn review_faults(versions: &Value, path: &Path<'_>, faults: &mut ErrorList) {
    let list: Vec<&str> =
        versions.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    if list.is_empty() {
        faults.push(FieldError::required(path, ""));
        return;
    }
    for (i, version) in list.iter().enumerate() {
        if list[..i].contains(version) {
            faults.push(FieldError::invalid(&path.index(i), *version, "duplicate version"));
        } else {
            label_fault(version, &path.index(i), "", faults);
        }
    }
    if !list.iter().any(|v| matches!(*v, "v1" | "v1beta1")) {
        let why = "must include at least one of v1, v1beta1";
        faults.push(FieldError::invalid(path, json!(list), why));
    }
}
