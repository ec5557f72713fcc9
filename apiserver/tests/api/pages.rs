//! Lists in pages, and lists of the past.

use serde_json::{Value, json};

use crate::client::Api;

const MAPS: &str = "/api/v1/namespaces/default/configmaps";

fn names(list: &Value) -> Vec<String> {
    let items = list["items"].as_array().unwrap().iter();
    items.map(|i| i["metadata"]["name"].as_str().unwrap().to_owned()).collect()
}

async fn api_with(names: &[&str]) -> Api {
    let api = Api::new().await;
    for name in names {
        api.post(MAPS, &json!({ "metadata": { "name": name } })).await.expect(201);
    }
    api
}

#[tokio::test]
async fn pages_show_one_moment() {
    let api = api_with(&["a", "b", "c", "d", "e"]).await;
    let first = api.get(&format!("{MAPS}?limit=2")).await.expect(200);
    assert_eq!(names(&first), ["a", "b"]);
    assert_eq!(first["metadata"]["remainingItemCount"], 3);
    api.delete(&format!("{MAPS}/c"), &Value::Null).await.expect(200);
    let mut token = first["metadata"]["continue"].as_str().unwrap().to_owned();
    let mut seen = Vec::new();
    while !token.is_empty() {
        let page = api.get(&format!("{MAPS}?limit=2&continue={token}")).await.expect(200);
        assert_eq!(page["metadata"]["resourceVersion"], first["metadata"]["resourceVersion"]);
        seen.extend(names(&page));
        token = page["metadata"]["continue"].as_str().unwrap_or_default().to_owned();
    }
    assert_eq!(seen, ["c", "d", "e"]);
    let now = api.get(MAPS).await.expect(200);
    assert_eq!(names(&now), ["a", "b", "d", "e"]);
    let filtered = api.get(&format!("{MAPS}?limit=1&labelSelector=!x")).await.expect(200);
    assert!(filtered["metadata"].get("remainingItemCount").is_none());
    assert_eq!(
        names(&api.get(&format!("{MAPS}?limit=1&resourceVersion=0")).await.expect(200)).len(),
        4
    );
}

#[tokio::test]
async fn a_compacted_page_can_be_continued_inconsistently() {
    let api = api_with(&["a", "b", "c"]).await;
    let first = api.get(&format!("{MAPS}?limit=1")).await.expect(200);
    api.delete(&format!("{MAPS}/c"), &Value::Null).await.expect(200);
    // Only a cache that started afterwards has forgotten the moment.
    let storage = api.server.registry().environment().storage.clone();
    let now = storage.current_revision().await.unwrap();
    storage.compact(now).await.unwrap();
    let other = Api::over(storage).await;
    let token = first["metadata"]["continue"].as_str().unwrap();
    let gone = other.get(&format!("{MAPS}?limit=1&continue={token}")).await;
    assert_eq!((gone.code, gone.json()["reason"].as_str()), (410, Some("Expired")));
    let token = gone.json()["metadata"]["continue"].as_str().unwrap().to_owned();
    let rest = other.get(&format!("{MAPS}?continue={token}")).await.expect(200);
    assert_eq!(names(&rest), ["b"]);
}

#[tokio::test]
async fn versions_and_pages_do_not_mix() {
    let api = api_with(&["a", "b"]).await;
    let token = api.get(&format!("{MAPS}?limit=1")).await.json()["metadata"]["continue"].clone();
    let token = token.as_str().unwrap();
    for (query, code, text) in [
        (
            format!("continue={token}&resourceVersion=2"),
            400,
            "specifying resource version is not allowed when using continue",
        ),
        ("continue=nonsense".to_owned(), 400, "continue key is not valid"),
        (
            "resourceVersionMatch=Exact".to_owned(),
            422,
            "resourceVersionMatch is forbidden unless resourceVersion is provided",
        ),
        (
            "resourceVersionMatch=Exact&resourceVersion=0".to_owned(),
            422,
            "is forbidden for resourceVersion \"0\"",
        ),
        ("sendInitialEvents=true".to_owned(), 422, "sendInitialEvents is forbidden for list"),
        ("resourceVersion=x".to_owned(), 400, "invalid syntax"),
    ] {
        let answer = api.get(&format!("{MAPS}?{query}")).await;
        assert_eq!(answer.code, code, "{query}: {}", answer.text);
        assert!(answer.message().contains(text), "{query}: {}", answer.text);
    }
    let then = api
        .get(&format!("{MAPS}?resourceVersion={}&resourceVersionMatch=Exact", api.version(2)))
        .await
        .expect(200);
    assert_eq!(
        (names(&then), &then["metadata"]["resourceVersion"]),
        (vec!["a".to_owned()], &json!(api.version(2)))
    );
}

#[tokio::test(start_paused = true)]
async fn a_version_of_the_future_is_waited_for_and_then_refused() {
    let api = api_with(&["a"]).await;
    for uri in [format!("{MAPS}?resourceVersion=9999"), format!("{MAPS}/a?resourceVersion=9999")] {
        let answer = api.get(&uri).await;
        assert_eq!(answer.code, 504, "{}", answer.text);
        assert_eq!(answer.json()["details"]["causes"][0]["reason"], "ResourceVersionTooLarge");
        assert_eq!(answer.headers["retry-after"], "1");
    }
}
