//! Custom resource definitions and aggregated APIs.

use super::fill;
use crate::apiextensions::v1::{
    ConversionStrategyType, CustomResourceConversion, CustomResourceDefinition,
    CustomResourceDefinitionSpec, ServiceReference,
};
use crate::apiregistration;
use crate::walk::{Rules, rules};

pub(super) fn rules() -> Rules {
    rules! {
        CustomResourceDefinition => definition;
        CustomResourceDefinitionSpec => definition_spec;
        ServiceReference => |service: &mut ServiceReference| {
            service.port.get_or_insert(443);
        };
        apiregistration::v1::ServiceReference =>
            |service: &mut apiregistration::v1::ServiceReference| {
                service.port.get_or_insert(443);
            };
    }
}

/// Objects are stored in the version that the definition marks.
fn definition(definition: &mut CustomResourceDefinition) {
    if definition.status.stored_versions.is_empty() {
        let stored = definition.spec.versions.iter().find(|version| version.storage);
        definition.status.stored_versions.extend(stored.map(|version| version.name.clone()));
    }
}

fn definition_spec(spec: &mut CustomResourceDefinitionSpec) {
    let names = &mut spec.names;
    fill(&mut names.singular, names.kind.to_lowercase());
    if !names.kind.is_empty() {
        fill(&mut names.list_kind, format!("{}List", names.kind));
    }
    spec.conversion.get_or_insert_with(|| {
        Box::new(CustomResourceConversion {
            strategy: ConversionStrategyType::None,
            ..CustomResourceConversion::default()
        })
    });
}
