//! Ranges: order, prefix boundaries, pages of one revision.

use super::fixture::Fixture;
use super::{Wrong, check_table, ensure, ensure_eq};
use crate::storage::interfaces::RangeRequest;

check_table![
    range_is_ordered_by_bytes_and_keeps_to_the_prefix,
    range_starts_at_the_start_key,
    range_of_nothing_is_empty,
    pages_are_of_one_revision,
];

async fn range_is_ordered_by_bytes_and_keeps_to_the_prefix(fixture: Fixture) -> Result<(), Wrong> {
    for name in ["b/é", "b/z", "b0", "b", "b/", "a", "b.", "b/a/c", "c", "b/Z", "b/a"] {
        fixture.create(name, "").await?;
    }
    let below_b = ["b/=", "b/Z=", "b/a=", "b/a/c=", "b/z=", "b/é="];
    ensure_eq!(fixture.list("b/", None).await?, below_b, "below b/");
    let from_b = [&["b=", "b.="], &below_b[..], &["b0="]].concat();
    ensure_eq!(fixture.list("b", None).await?, from_b, "that begin with b");
    ensure_eq!(fixture.list("b/a", None).await?, ["b/a=", "b/a/c="], "that begin with b/a");
    ensure_eq!(fixture.list("", None).await?.len(), 11, "all");
    Ok(())
}

async fn range_starts_at_the_start_key(fixture: Fixture) -> Result<(), Wrong> {
    for name in ["a/1", "b/1", "b/2", "b/3", "c/1"] {
        fixture.create(name, "").await?;
    }
    let prefix = fixture.key("b/");
    for (start, want, count) in [
        ("b/2", &["b/2="][..], 2),
        ("b/2\0", &["b/3="], 1),
        ("a/1", &["b/1="], 3),
        ("b/", &["b/1="], 3),
        ("b/4", &[], 0),
        ("c/1", &[], 0),
    ] {
        let start_key = fixture.key(start);
        let request = RangeRequest::prefix(&prefix).start_key(&start_key).limit(1);
        let page = fixture.storage.range(request).await?;
        ensure_eq!(fixture.show(&page), want, "from {start:?}");
        ensure_eq!(page.count, count, "count from {start:?}");
        ensure_eq!(page.more, count > 1, "more from {start:?}");
    }
    Ok(())
}

async fn range_of_nothing_is_empty(fixture: Fixture) -> Result<(), Wrong> {
    let revision = fixture.create("a", "1").await?;
    let prefix = fixture.key("nothing/");
    let page = fixture.storage.range(RangeRequest::prefix(&prefix)).await?;
    ensure!(page.items.is_empty() && !page.more && page.count == 0, "found {page:?}");
    ensure_eq!(page.revision, revision, "revision of an empty range");
    Ok(())
}

async fn pages_are_of_one_revision(fixture: Fixture) -> Result<(), Wrong> {
    let mut revision = 0;
    for number in 0..10 {
        revision = fixture.create(&format!("{number:02}"), "old").await?;
    }
    let prefix = fixture.key("");
    let request = RangeRequest::prefix(&prefix).limit(3);
    let mut page = fixture.storage.range(request).await?;
    ensure_eq!(page.revision, revision, "revision of the first page");
    ensure_eq!(page.count, 10, "count of the first page");
    let mut seen = fixture.show(&page);
    let mut pages = 1;
    while page.more {
        // Between the pages everything changes.
        let name = format!("{:02}", 9 - pages);
        if let Some(kv) = fixture.get(&name).await? {
            fixture.update(&name, "new", kv.mod_revision).await?;
        }
        if let Some(kv) = fixture.get("09").await? {
            fixture.delete("09", kv.mod_revision).await?;
        }
        fixture.create(&format!("05-{pages}"), "new").await?;
        let Some(last) = page.items.last() else {
            return Err(Wrong("an empty page says there is more".to_owned()));
        };
        let start_key = format!("{}\0", last.key);
        let request = request.start_key(&start_key).at(revision);
        page = fixture.storage.range(request).await?;
        ensure_eq!(page.revision, revision, "revision of a later page");
        ensure_eq!(page.count, 10 - seen.len(), "count of a later page");
        seen.extend(fixture.show(&page));
        pages += 1;
    }
    let want: Vec<_> = (0..10).map(|number| format!("{number:02}=old")).collect();
    ensure_eq!(seen, want, "all pages");
    ensure_eq!(pages, 4, "number of pages");
    Ok(())
}
