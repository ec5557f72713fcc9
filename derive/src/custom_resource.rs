//! The expansion of `#[derive(CustomResource)]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Ident, Result, Type};

use crate::attributes::Attributes;

pub(crate) fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let Attributes {
        group,
        version,
        kind,
        plural,
        singular,
        short_names,
        categories,
        cluster,
        status,
        scale,
        columns,
        selectable,
        rules,
        served,
        storage,
        deprecated,
        hub,
        krate,
    } = Attributes::parse(input)?;
    let spec = &input.ident;
    let vis = &input.vis;
    let kind_text = kind.to_string();
    let api_version = format!("{group}/{version}");
    let machinery = quote!(#krate::apimachinery);
    let scope = if cluster { quote!(Cluster) } else { quote!(Namespaced) };
    let has_status = status.is_some();
    let status_type = status.as_ref().map(|ty| quote!(#ty));
    let status_field = status_type.as_ref().map(|ty| {
        quote! {
            /// What was observed, written by the controller.
            #[serde(default)]
            pub status: Option<#ty>,
        }
    });
    let status_wire = status_type.as_ref().map(|ty| {
        quote! {
            #[serde(skip_serializing_if = "Option::is_none")]
            status: &'a Option<#ty>,
        }
    });
    let status_ref = has_status.then(|| quote!(status: &self.status,));
    let status_none = has_status.then(|| quote!(status: None,));
    let status_schema = match &status_type {
        Some(ty) => quote!(Some(generator.subschema_for::<#ty>())),
        None => quote!(None),
    };
    let scale = match scale {
        Some(s) => {
            let (spec, status, selector) = (s.spec, s.status, s.selector);
            quote!(Some((#spec, #status, #selector)))
        }
        None => quote!(None),
    };
    let columns = columns.into_iter().map(|c| {
        let (name, ty, path, priority, description) =
            (c.name, c.ty, c.path, c.priority, c.description);
        quote! {
            #krate::api::apiextensions::definition::Column {
                name: #name, ty: #ty, path: #path, priority: #priority, description: #description,
            }
        }
    });
    let rules = rules.into_iter().map(|r| {
        let (rule, message, expression) = (r.rule, r.message, r.message_expression);
        let (reason, field_path) = (r.reason, r.field_path);
        quote! {
            #krate::api::apiextensions::definition::Rule {
                rule: #rule, message: #message, message_expression: #expression,
                reason: #reason, field_path: #field_path,
            }
        }
    });
    let deprecated = match deprecated {
        Some(warning) => quote!(Some(#warning)),
        None => quote!(None),
    };
    let convert = hub.map(|hub| conversion(&kind, &hub, has_status, &machinery));
    let doc = format!("`{kind}` of `{api_version}`.");
    Ok(quote! {
        #[doc = #doc]
        #[derive(Clone, Debug, ::serde::Deserialize)]
        #vis struct #kind {
            /// Name, namespace, labels and the rest that every object has.
            #[serde(default)]
            pub metadata: #machinery::meta::ObjectMeta,
            /// What is wanted.
            pub spec: #spec,
            #status_field
        }

        impl #kind {
            /// An object with a name and a spec.
            #[must_use]
            pub fn new(name: impl Into<String>, spec: #spec) -> Self {
                Self { metadata: #machinery::meta::ObjectMeta::named(name), spec, #status_none }
            }

            /// The definition that makes an API server serve this kind.
            ///
            /// # Errors
            /// When a Rust type has no structural schema.
            pub fn crd() -> Result<
                #krate::api::apiextensions::v1::CustomResourceDefinition,
                #krate::api::apiextensions::definition::SchemaError,
            > {
                let mut generator = #krate::api::apiextensions::definition::generator();
                let spec = generator.subschema_for::<#spec>();
                let status = #status_schema;
                #krate::api::apiextensions::definition::define(
                    &#krate::api::apiextensions::definition::Names {
                        group: #group,
                        version: #version,
                        kind: #kind_text,
                        plural: #plural,
                        singular: #singular,
                        short_names: &[#(#short_names),*],
                        categories: &[#(#categories),*],
                        namespaced: !#cluster,
                    },
                    spec,
                    status,
                    &#krate::api::apiextensions::definition::Details {
                        scale: #scale,
                        columns: &[#(#columns),*],
                        selectable: &[#(#selectable),*],
                        rules: &[#(#rules),*],
                        served: #served,
                        storage: #storage,
                        deprecated: #deprecated,
                    },
                )
            }
        }

        impl ::serde::Serialize for #kind {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                #[derive(::serde::Serialize)]
                #[serde(rename_all = "camelCase")]
                struct Wire<'a> {
                    kind: &'static str,
                    api_version: &'static str,
                    metadata: &'a #machinery::meta::ObjectMeta,
                    spec: &'a #spec,
                    #status_wire
                }
                ::serde::Serialize::serialize(
                    &Wire {
                        kind: #kind_text,
                        api_version: #api_version,
                        metadata: &self.metadata,
                        spec: &self.spec,
                        #status_ref
                    },
                    serializer,
                )
            }
        }

        impl #machinery::resource::Kind for #kind {
            const GROUP: &'static str = #group;
            const VERSION: &'static str = #version;
            const KIND: &'static str = #kind_text;
        }

        impl #machinery::resource::Object for #kind {
            fn metadata(&self) -> &#machinery::meta::ObjectMeta {
                &self.metadata
            }
            fn metadata_mut(&mut self) -> &mut #machinery::meta::ObjectMeta {
                &mut self.metadata
            }
            fn encode(
                &self,
                media_type: #machinery::codec::MediaType,
            ) -> Result<Vec<u8>, #machinery::codec::EncodeError> {
                #machinery::dynamic::encode_serde(self, #kind_text, media_type)
            }
            fn decode(
                bytes: &[u8],
                media_type: #machinery::codec::MediaType,
            ) -> Result<Self, #machinery::codec::DecodeError> {
                #machinery::dynamic::decode_serde(bytes, media_type)
            }
        }

        impl #machinery::resource::Resource for #kind {
            const PLURAL: &'static str = #plural;
            type Scope = #machinery::resource::#scope;
        }

        #convert
    })
}

/// The way to the version in the middle and back, by `From` of the specs and of the statuses.
fn conversion(kind: &Ident, hub: &Type, has_status: bool, machinery: &TokenStream) -> TokenStream {
    let status = |from: TokenStream| {
        has_status.then(|| quote!(status: #from.status.clone().map(Into::into),))
    };
    let (to_status, from_status) = (status(quote!(self)), status(quote!(hub)));
    quote! {
        impl #machinery::conversion::Convert for #kind {
            type Hub = #hub;

            fn to_hub(&self) -> Result<#hub, #machinery::conversion::ConversionError> {
                Ok(#hub {
                    metadata: self.metadata.clone(),
                    spec: self.spec.clone().into(),
                    #to_status
                })
            }

            fn from_hub(hub: &#hub) -> Result<Self, #machinery::conversion::ConversionError> {
                Ok(Self {
                    metadata: hub.metadata.clone(),
                    spec: hub.spec.clone().into(),
                    #from_status
                })
            }
        }
    }
}
