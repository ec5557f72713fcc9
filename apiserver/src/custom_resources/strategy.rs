//! How custom resources are created and changed.
//!
//! *Upstream:* `apiextensions-apiserver/pkg/registry/customresource`.

use bowline_apimachinery::validation::field::{ErrorList, ErrorType, FieldError, Path};
use bowline_apimachinery::validation::names::NameRule;
use bowline_cel::rules::COST_BUDGET;
use serde_json::Value;

use crate::registry::store::WriteContext;
use crate::registry::strategy::{Dependents, Generation, StatusKeeps, Strategy, Traits};

/// The strategy of one definition's objects.
#[derive(Debug)]
pub(crate) struct CustomStrategy(Traits);

impl CustomStrategy {
    pub(crate) fn new(has_status: bool) -> Self {
        Self(Traits {
            names: NameRule::Subdomain,
            generation: Generation::Content,
            status: has_status,
            status_keeps: StatusKeeps::All,
            create_on_update: false,
            unconditional_update: false,
            returns_deleted: false,
            dependents: Dependents::Background,
        })
    }
}

impl Strategy for CustomStrategy {
    fn traits(&self) -> &Traits {
        &self.0
    }

    fn validate(&self, cx: &WriteContext<'_>, object: &Value) -> ErrorList {
        faults(cx, object, None)
    }

    fn validate_update(&self, cx: &WriteContext<'_>, object: &Value, old: &Value) -> ErrorList {
        faults(cx, object, Some(old))
    }
}

fn faults(cx: &WriteContext<'_>, object: &Value, old: Option<&Value>) -> ErrorList {
    let Some(schema) = cx.resource.schema.custom() else { return ErrorList::new() };
    let mut faults = schema.validator().validate(object, old);
    let Some(rules) = schema.rules() else { return faults };
    if faults.iter().any(blocks_rules) {
        let why = "some validation rules were not checked because the object was invalid; correct \
                   the existing errors to complete validation";
        faults.push(FieldError::invalid(&Path::root(), Value::Null, why));
        return faults;
    }
    let found = rules.validate(object, old, COST_BUDGET);
    for fault in &found.forgiven {
        cx.warnings.add(fault.to_string());
    }
    faults.extend(found.errors);
    faults
}

/// Whether an object is so far from its schema that rules could not make sense of it.
fn blocks_rules(fault: &FieldError) -> bool {
    matches!(
        fault.kind,
        ErrorType::NotSupported
            | ErrorType::Required
            | ErrorType::TooLong
            | ErrorType::TooMany
            | ErrorType::TypeInvalid
    )
}
