//! Answering a server that asks a webhook to convert objects.

use bowline_apimachinery::conversion::ConversionError;
use bowline_apimachinery::meta::Status;
use bowline_apimachinery::raw_json::RawJson;
use serde_json::Value;

use super::v1::{ConversionResponse, ConversionReview};

/// Fields of metadata that a conversion may change.
const CHANGEABLE: [&str; 2] = ["labels", "annotations"];

/// Converts every object of a review and answers all or nothing, as the server wants it.
///
/// `convert` gets an object and the `apiVersion` wanted: a
/// [`Converter`](bowline_apimachinery::conversion::Converter)'s method, say. Metadata other than
/// labels and annotations stays as it was sent, which the server insists on.
///
/// *Upstream:* `sigs.k8s.io/controller-runtime/pkg/webhook/conversion`.
#[must_use]
pub fn answer_conversion(
    review: &ConversionReview,
    convert: impl Fn(&Value, &str) -> Result<Value, ConversionError>,
) -> ConversionReview {
    let Some(request) = &review.request else {
        let response = failed(String::new(), "the review has no request".to_owned());
        return ConversionReview { request: None, response: Some(Box::new(response)) };
    };
    let convert = |object: &RawJson| -> Result<RawJson, ConversionError> {
        let object = object.to_value();
        let mut converted = convert(&object, &request.desired_api_version)?;
        keep_metadata(&object, &mut converted);
        Ok(RawJson::from_value(&converted))
    };
    let converted: Result<Vec<_>, _> = request.objects.iter().map(convert).collect();
    let response = match converted {
        Ok(converted_objects) => ConversionResponse {
            uid: request.uid.clone(),
            converted_objects,
            result: Status { status: "Success".to_owned(), ..Status::default() },
        },
        Err(error) => failed(request.uid.clone(), error.to_string()),
    };
    ConversionReview { request: None, response: Some(Box::new(response)) }
}

fn failed(uid: String, message: String) -> ConversionResponse {
    let result = Status { status: "Failure".to_owned(), message, ..Status::default() };
    ConversionResponse { uid, converted_objects: Vec::new(), result }
}

fn keep_metadata(before: &Value, after: &mut Value) {
    let Some(mut metadata) = before["metadata"].as_object().cloned() else { return };
    for name in CHANGEABLE {
        match after["metadata"][name].take() {
            Value::Null => drop(metadata.remove(name)),
            changed => drop(metadata.insert(name.to_owned(), changed)),
        }
    }
    after["metadata"] = metadata.into();
}

#[cfg(test)]
mod tests {
    use bowline_apimachinery::conversion::ConversionError;
    use bowline_apimachinery::raw_json::RawJson;
    use serde_json::{Value, json};

    use super::answer_conversion;
    use crate::apiextensions::v1::{ConversionRequest, ConversionReview};

    fn review(object: &Value) -> ConversionReview {
        let request = ConversionRequest {
            uid: "u".to_owned(),
            desired_api_version: "example.com/v2".to_owned(),
            objects: vec![RawJson::from_value(object)],
        };
        ConversionReview { request: Some(Box::new(request)), response: None }
    }

    #[test]
    fn metadata_stays_but_for_labels_and_annotations() {
        let object = json!({"metadata": {"name": "a", "uid": "1", "labels": {"old": "1"}}});
        let answer = answer_conversion(&review(&object), |_, version| {
            Ok(json!({"apiVersion": version, "metadata": {"name": "b", "annotations": {"x": "y"}}}))
        });
        let response = answer.response.unwrap();
        assert_eq!((&*response.uid, &*response.result.status), ("u", "Success"));
        let want = json!({
            "apiVersion": "example.com/v2",
            "metadata": {"name": "a", "uid": "1", "annotations": {"x": "y"}},
        });
        assert_eq!(response.converted_objects[0].to_value(), want);
    }

    #[test]
    fn one_failure_fails_the_review() {
        let answer = answer_conversion(&review(&json!({})), |_, _| {
            Err(ConversionError::Refused("no way back".to_owned()))
        });
        let response = answer.response.unwrap();
        assert_eq!(response.result.message, "no way back");
        assert!(response.converted_objects.is_empty());
    }
}
