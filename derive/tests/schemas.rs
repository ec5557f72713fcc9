//! Enums, rules, list types and defaults in definitions; several versions of a kind in one.

use bowline_api::apiextensions::definition::{MergeError, merge};
use bowline_apimachinery::codec::json;
use bowline_apimachinery::conversion::Converter;
use bowline_apimachinery::resource::Resource as _;
use bowline_derive::CustomResource;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

mod facade {
    pub(crate) use bowline_api as api;
    pub(crate) use bowline_apimachinery as apimachinery;
}

/// Declares a kind whose spec holds one field of the type, and gives that field's schema.
macro_rules! schema_of {
    ($ty:ty) => {{
        #[derive(CustomResource, Clone, Debug, Serialize, Deserialize, JsonSchema)]
        #[resource(group = "example.com", version = "v1", kind = "Probe", cluster)]
        #[resource(crate = crate::facade)]
        struct ProbeSpec {
            it: $ty,
        }
        assert_eq!(Probe::api_resource().path(""), "/apis/example.com/v1/probes");
        Probe::crd().map(|crd| {
            let value = json::to_value(&crd, None).unwrap();
            let root = &value["spec"]["versions"][0]["schema"]["openAPIV3Schema"];
            root["properties"]["spec"]["properties"]["it"].clone()
        })
    }};
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
enum External {
    Path(String),
    Socket { host: String, port: u16 },
}

#[test]
fn an_externally_tagged_enum_is_an_object_with_one_of_its_fields() {
    let want = json!({
        "type": "object",
        "properties": {
            "path": {"type": "string"},
            "socket": {
                "type": "object",
                "properties": {
                    "host": {"type": "string"},
                    "port": {"type": "integer", "minimum": 0, "maximum": 65535},
                },
                "required": ["host", "port"],
            },
        },
        "oneOf": [{"required": ["path"]}, {"required": ["socket"]}],
    });
    assert_eq!(schema_of!(External).unwrap(), want);
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type")]
enum Internal {
    Fixed { replicas: u32 },
    Scaled { min: u32, max: u32 },
    Off,
}

#[test]
fn an_internally_tagged_enum_is_an_object_that_its_tag_chooses() {
    let number = json!({"type": "integer", "minimum": 0});
    let schema = schema_of!(Internal).unwrap();
    assert_eq!(schema["type"], "object");
    assert_eq!(schema["properties"]["type"]["type"], "string");
    assert_eq!(schema["properties"]["type"]["enum"], json!(["Fixed", "Scaled", "Off"]));
    for field in ["replicas", "min", "max"] {
        assert_eq!(schema["properties"][field], number, "{field}");
    }
    let branch = &schema["oneOf"][0];
    assert_eq!(branch["properties"], json!({"type": {"enum": ["Fixed"]}}));
    assert_eq!(sorted(&branch["required"]), ["replicas", "type"]);
    assert_eq!(sorted(&schema["oneOf"][2]["required"]), ["type"]);
}

fn sorted(list: &Value) -> Vec<&str> {
    let list = list.as_array().expect("a list");
    let mut texts: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
    texts.sort_unstable();
    texts
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", content = "with")]
enum Adjacent {
    Disk { path: String },
    Memory { limit: String },
}

#[test]
fn an_adjacently_tagged_enum_joins_its_contents() {
    let schema = schema_of!(Adjacent).unwrap();
    assert_eq!(schema["properties"]["kind"]["enum"], json!(["Disk", "Memory"]));
    let with = &schema["properties"]["with"];
    assert_eq!(
        with["properties"],
        json!({"path": {"type": "string"}, "limit": {"type": "string"}})
    );
    assert!(with.get("required").is_none());
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
enum Untagged {
    Named { name: String },
    Numbered { number: i32 },
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
enum PortLike {
    Number(i32),
    Name(String),
}

#[test]
fn untagged_enums_join_or_are_numbers_and_texts() {
    let schema = schema_of!(Untagged).unwrap();
    assert_eq!(sorted(&schema["anyOf"][0]["required"]), ["name"]);
    assert_eq!(schema["properties"]["number"]["format"], "int32");
    assert_eq!(schema_of!(PortLike).unwrap(), json!({"x-kubernetes-int-or-string": true}));
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
enum Mixed {
    Everything,
    Some(Vec<String>),
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type")]
enum Clashing {
    A { value: String },
    B { value: i32 },
}

#[test]
fn what_has_no_structural_schema_is_refused_with_the_way_out() {
    let fault = schema_of!(Mixed).unwrap_err().to_string();
    assert!(fault.starts_with("spec.it: ") && fault.contains("one optional field"), "{fault}");
    let fault = schema_of!(Clashing).unwrap_err().to_string();
    assert!(fault.starts_with("spec.it.value: ") && fault.contains("another name"), "{fault}");
    let _ = (Mixed::Everything, Mixed::Some(Vec::new()));
}

#[derive(CustomResource, Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[resource(group = "example.com", version = "v2", kind = "Shelf", crate = crate::facade)]
#[resource(rule(rule = "self.spec.min <= self.spec.max", message = "min exceeds max"))]
struct ShelfSpec {
    #[serde(default = "one")]
    #[schemars(range(min = 1))]
    min: u32,
    #[schemars(extend("x-kubernetes-validations" = [{"rule": "self < 100"}]))]
    max: u32,
    #[serde(default)]
    #[schemars(extend("x-kubernetes-list-type" = "map", "x-kubernetes-list-map-keys" = ["name"]))]
    books: Vec<Book>,
}

fn one() -> u32 {
    1
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
struct Book {
    name: String,
    #[schemars(extend("x-kubernetes-list-type" = "set"))]
    tags: Vec<String>,
}

#[test]
fn rules_lists_and_defaults_stand_in_the_definition() {
    let value = json::to_value(&Shelf::crd().unwrap(), None).unwrap();
    let root = &value["spec"]["versions"][0]["schema"]["openAPIV3Schema"];
    let rule = json!([{"rule": "self.spec.min <= self.spec.max", "message": "min exceeds max"}]);
    assert_eq!(root["x-kubernetes-validations"], rule);
    let fields = &root["properties"]["spec"]["properties"];
    assert_eq!(fields["min"], json!({"type": "integer", "minimum": 1, "default": 1}));
    assert_eq!(fields["max"]["x-kubernetes-validations"], json!([{"rule": "self < 100"}]));
    assert_eq!(fields["books"]["x-kubernetes-list-map-keys"], json!(["name"]));
    assert_eq!(fields["books"]["default"], json!([]));
    let tags = &fields["books"]["items"]["properties"]["tags"];
    assert_eq!(tags["x-kubernetes-list-type"], "set");
}

mod old {
    use super::{Book, ShelfSpec, facade};
    use bowline_derive::CustomResource;
    use schemars::JsonSchema;
    use serde::{Deserialize, Serialize};

    #[derive(CustomResource, Clone, Debug, Serialize, Deserialize, JsonSchema)]
    #[resource(group = "example.com", version = "v1", kind = "Shelf", hub = super::Shelf)]
    #[resource(storage = false, deprecated = "use v2", crate = facade)]
    pub(crate) struct OldShelfSpec {
        pub(crate) size: u32,
    }

    impl From<OldShelfSpec> for ShelfSpec {
        fn from(old: OldShelfSpec) -> Self {
            Self { min: 1, max: old.size, books: vec![Book::default()] }
        }
    }

    impl From<ShelfSpec> for OldShelfSpec {
        fn from(new: ShelfSpec) -> Self {
            Self { size: new.max }
        }
    }
}

#[test]
fn versions_are_put_together_and_convert() {
    let crd = merge([Shelf::crd().unwrap(), old::Shelf::crd().unwrap()], "v2").unwrap();
    let value = json::to_value(&crd, None).unwrap();
    let versions = &value["spec"]["versions"];
    assert_eq!((&versions[0]["name"], &versions[0]["storage"]), (&json!("v2"), &json!(true)));
    assert_eq!((&versions[1]["name"], &versions[1]["storage"]), (&json!("v1"), &json!(false)));
    assert_eq!(versions[1]["deprecationWarning"], "use v2");
    let twice = merge([Shelf::crd().unwrap(), Shelf::crd().unwrap()], "v2");
    assert_eq!(twice.unwrap_err(), MergeError::Twice("v2".to_owned()));
    let gone = merge([Shelf::crd().unwrap()], "v3");
    assert_eq!(gone.unwrap_err(), MergeError::NotStored("v3".to_owned()));

    let converter = Converter::<Shelf>::new().with::<old::Shelf>();
    let object = json!({
        "apiVersion": "example.com/v1", "kind": "Shelf",
        "metadata": {"name": "s"}, "spec": {"size": 7},
    });
    let new = converter.convert(&object, "example.com/v2").unwrap();
    assert_eq!((&new["apiVersion"], &new["spec"]["max"]), (&json!("example.com/v2"), &json!(7)));
    assert_eq!(new["metadata"]["name"], "s");
    assert_eq!(converter.convert(&new, "example.com/v1").unwrap(), object);
    assert!(converter.convert(&object, "example.com/v3").is_err());
}
