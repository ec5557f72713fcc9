//! Derive macros: a Rust struct becomes a Kubernetes custom resource.

mod attributes;
mod custom_resource;

use proc_macro::TokenStream;

/// Turns the spec of a custom kind into the kind.
///
/// On `struct WidgetSpec` with `#[resource(group = "example.com", version = "v1", kind = "Widget")]`
/// it makes a struct `Widget { metadata, spec, status }` that every client, informer and
/// controller takes, and `Widget::crd()`, its definition for the API server.
///
/// Keys of `resource`: `group`, `version`, `kind` (all three needed), `plural`, `singular`,
/// `short_name` and `category` (repeatable), `cluster` (a flag; namespaced otherwise),
/// `status = Type`, `scale(spec = ".spec.replicas", status = ".status.replicas", selector = "...")`,
/// `column(name = "...", type = "...", path = "...", priority = 1)` and
/// `selectable = ".spec.field"` (both repeatable), `crate = path` where the facade has another name.
///
/// The spec must be `Clone + Debug + serde::Serialize + serde::Deserialize + schemars::JsonSchema`.
#[proc_macro_derive(CustomResource, attributes(resource))]
pub fn custom_resource(input: TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(input as syn::DeriveInput);
    custom_resource::expand(&input).unwrap_or_else(|e| e.to_compile_error()).into()
}
