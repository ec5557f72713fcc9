//! What the objects of a resource are made of: a built-in type, or a schema from a definition.

use std::sync::Arc;

use bowline_api::resources;
use bowline_apimachinery::descriptor::Descriptor;
use bowline_apimachinery::reflect::Message;
use serde_json::Value;

use crate::custom_resources::CustomSchema;

/// The shape of a resource in one version.
#[derive(Clone, Debug)]
pub enum Schema {
    /// A type that is compiled in.
    BuiltIn(&'static resources::Resource),
    /// A type that a CustomResourceDefinition declares.
    Custom(Arc<CustomSchema>),
}

impl Schema {
    /// An empty object of the built-in type.
    #[must_use]
    pub fn new_message(&self) -> Option<Box<dyn Message>> {
        match self {
            Self::BuiltIn(resource) => Some((resource.new)()),
            Self::Custom(_) => None,
        }
    }

    /// The fields of the built-in type.
    #[must_use]
    pub fn descriptor(&self) -> Option<&'static Descriptor> {
        self.new_message().map(|message| message.descriptor())
    }

    /// The built-in resource.
    #[must_use]
    pub fn built_in(&self) -> Option<&'static resources::Resource> {
        match self {
            Self::BuiltIn(resource) => Some(resource),
            Self::Custom(_) => None,
        }
    }

    /// The declared schema.
    #[must_use]
    pub fn custom(&self) -> Option<&Arc<CustomSchema>> {
        match self {
            Self::BuiltIn(_) => None,
            Self::Custom(schema) => Some(schema),
        }
    }

    /// Whether stored objects may lack what the schema now says.
    pub(crate) fn fills_on_read(&self) -> bool {
        self.custom().is_some_and(|schema| schema.has_defaults())
    }

    /// Gives a stored object what the schema says now.
    pub(crate) fn fill_on_read(&self, object: &mut Value) {
        if let Self::Custom(schema) = self {
            schema.fill_on_read(object);
        }
    }
}
