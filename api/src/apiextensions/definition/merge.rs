//! One definition of several that each have a version.

use super::super::v1::{
    CustomResourceConversion, CustomResourceDefinition, WebhookClientConfig, WebhookConversion,
};

/// Definitions that are not of one kind.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MergeError {
    /// Nothing to merge.
    #[error("no definitions to merge")]
    Nothing,
    /// Two definitions disagree in what all versions share.
    #[error("definitions of {first} and {second} differ in their {what}")]
    Differ {
        /// Name of the first definition.
        first: String,
        /// Name of the other.
        second: String,
        /// What is not the same.
        what: &'static str,
    },
    /// Two definitions have the same version.
    #[error("version {0} is defined twice")]
    Twice(String),
    /// None has the version to be stored.
    #[error("no definition has the version {0}, which is to be stored")]
    NotStored(String),
}

/// Puts the versions of several definitions of one kind into one, of which `stored` is stored.
///
/// Without a webhook (see [`CustomResourceDefinition::converted_by`]) the server only renames
/// versions, which is right for versions of the same shape.
///
/// # Errors
/// When they are not of one kind, repeat a version or lack the stored one.
pub fn merge(
    definitions: impl IntoIterator<Item = CustomResourceDefinition>,
    stored: &str,
) -> Result<CustomResourceDefinition, MergeError> {
    let mut definitions = definitions.into_iter();
    let mut merged = definitions.next().ok_or(MergeError::Nothing)?;
    for other in definitions {
        let (a, b) = (&merged.spec, &other.spec);
        let differ = |what| MergeError::Differ {
            first: merged.metadata.name.clone(),
            second: other.metadata.name.clone(),
            what,
        };
        if a.group != b.group {
            return Err(differ("group"));
        }
        if a.names != b.names {
            return Err(differ("names"));
        }
        if a.scope != b.scope {
            return Err(differ("scope"));
        }
        merged.spec.versions.extend(other.spec.versions);
    }
    let versions = &mut merged.spec.versions;
    for (index, version) in versions.iter().enumerate() {
        if versions[..index].iter().any(|v| v.name == version.name) {
            return Err(MergeError::Twice(version.name.clone()));
        }
    }
    versions.iter_mut().for_each(|version| version.storage = version.name == stored);
    if versions.iter().any(|version| version.storage) {
        Ok(merged)
    } else {
        Err(MergeError::NotStored(stored.to_owned()))
    }
}

impl CustomResourceDefinition {
    /// Has a webhook convert between the versions.
    #[must_use]
    pub fn converted_by(mut self, client_config: WebhookClientConfig) -> Self {
        self.spec.conversion = Some(Box::new(CustomResourceConversion {
            strategy: "Webhook".into(),
            webhook: Some(WebhookConversion {
                client_config: Some(Box::new(client_config)),
                conversion_review_versions: vec!["v1".to_owned()],
            }),
        }));
        self
    }
}
