//! Filling in what the schema says of absent fields.
//!
//! *Upstream:* `apiextensions-apiserver/pkg/apiserver/schema/defaulting`.

use serde_json::Value;

use super::structural::Structural;

impl Structural {
    /// Fills in defaults, then drops nulls that cannot be.
    pub fn default(&self, object: &mut Value) {
        self.fill(object);
        self.drop_nulls(object);
    }

    /// A null where none is allowed stands for an absent field.
    fn drop_nulls(&self, value: &mut Value) {
        match value {
            Value::Object(fields) => {
                fields.retain(|name, value| {
                    let schema = self.field(name);
                    !(value.is_null() && schema.is_some_and(|s| !s.nullable && s.default.is_none()))
                });
                for (name, value) in fields {
                    if let Some(schema) = self.field(name) {
                        schema.drop_nulls(value);
                    }
                }
            }
            Value::Array(items) => {
                if let Some(schema) = &self.items {
                    items.iter_mut().for_each(|item| schema.drop_nulls(item));
                }
            }
            _ => {}
        }
    }

    fn fill(&self, value: &mut Value) {
        match value {
            Value::Object(fields) => {
                for (name, schema) in &self.properties {
                    if let Some(default) = &schema.default {
                        let absent = match fields.get(name) {
                            None => true,
                            Some(value) => value.is_null() && !schema.nullable,
                        };
                        if absent {
                            fields.insert(name.clone(), default.clone());
                        }
                    }
                }
                for (name, value) in fields {
                    if let Some(schema) = self.field(name) {
                        if value.is_null()
                            && !schema.nullable
                            && let Some(default) = &schema.default
                        {
                            *value = default.clone();
                        }
                        schema.fill(value);
                    }
                }
            }
            Value::Array(items) => {
                let Some(schema) = &self.items else { return };
                for item in items {
                    if item.is_null()
                        && !schema.nullable
                        && let Some(default) = &schema.default
                    {
                        *item = default.clone();
                    }
                    schema.fill(item);
                }
            }
            _ => {}
        }
    }
}
