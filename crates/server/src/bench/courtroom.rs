//! Registered cases with all their members in the space, made as people make them: enrol, file, register.

use std::collections::HashMap;
use std::io::Cursor;
use std::time::{Duration, Instant};

use data_encoding::BASE64;
use image::{ImageFormat, Rgb, RgbImage};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::time::sleep;
use weicourt_app::acts::SoftKey;

use super::Failure;
use super::caller::Caller;
use crate::standins::crowd;
use crate::standins::people::People;

/// How long a short message may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// Judge and clerk; everybody else is a party.
pub(super) const STAFF_PER_SPACE: u32 = 2;
/// Fewest members: judge, clerk and plaintiff.
pub(super) const FEWEST: u32 = STAFF_PER_SPACE + 1;

/// A space and who is in it.
#[derive(Debug)]
pub(super) struct Space {
    /// The case.
    pub(super) case: String,
    /// Its members, signed on.
    pub(super) members: Vec<Caller>,
}

/// Sample people of the crowd that `n_spaces` spaces of `n_members` need.
pub(super) fn crowd_of(n_spaces: u32, n_members: u32) -> u32 {
    n_spaces * n_members.saturating_sub(STAFF_PER_SPACE)
}

/// Makes `n_spaces` spaces with `n_members` members each.
///
/// # Errors
///
/// When the node refuses something; a node that runs must know enough of the crowd.
pub(super) async fn make(
    door: &Caller,
    sms: &str,
    n_spaces: u32,
    n_members: u32,
) -> Result<Vec<Space>, Failure> {
    let mut desk = None;
    let mut staff = HashMap::new();
    for member in People::sample().staff {
        let mut caller = door.stranger();
        sign_on(&mut caller, &member.subject).await?;
        let session = caller.get("/api/session").await?;
        if member.duties.iter().any(|duty| duty == "filing_officer") {
            desk = Some(caller.clone());
        }
        staff.insert(text(&session, "/person")?, caller);
    }
    let mut desk = desk.ok_or("no filing officer among the sample people")?;
    let n_parties = n_members - STAFF_PER_SPACE;
    let mut spaces = Vec::new();
    for number in 0..n_spaces {
        let mut parties = Vec::new();
        for party in 0..n_parties {
            parties.push(enrol(door, sms, number * n_parties + party).await?);
        }
        let case = file(&mut parties, number * n_parties).await?;
        let registration = json!({ "procedure": "simplified" });
        desk.post(&format!("/api/filings/{case}/registration"), &registration).await?;
        for party in &mut parties[1..] {
            join(party, &case).await?;
        }
        let detail = parties[0].get(&format!("/api/cases/{case}")).await?;
        let mut members = parties;
        for seat in ["/handling_judge/person", "/clerk/person"] {
            let person = text(&detail, seat)?;
            members.push(staff.get(&person).ok_or("the bench is not of the sample people")?.clone());
        }
        let n_inside = detail["members"].as_array().map_or(0, Vec::len);
        if n_inside != n_members as usize {
            return Err(format!("space {number} has {n_inside} of {n_members} members").into());
        }
        spaces.push(Space { case, members });
    }
    Ok(spaces)
}

fn text(value: &Value, pointer: &str) -> Result<String, Failure> {
    let found = value.pointer(pointer).and_then(Value::as_str);
    Ok(found.ok_or_else(|| format!("no {pointer} in the answer"))?.to_owned())
}

/// Enrols a person of the crowd with the code from the SMS gateway.
async fn enrol(door: &Caller, sms: &str, number: u32) -> Result<Caller, Failure> {
    let person = crowd::person(number);
    let mut caller = door.stranger();
    let inbox = format!("{sms}/messages?phone={}", person.phone);
    let before = caller.page(&inbox).await?;
    caller.post("/api/phone-codes", &json!({ "phone": person.phone })).await?;
    let asked = Instant::now();
    let page = loop {
        let page = caller.page(&inbox).await?;
        if page != before {
            break page;
        }
        if asked.elapsed() > PATIENCE {
            return Err("no code arrived".into());
        }
        sleep(Duration::from_millis(10)).await;
    };
    let messages: Value = serde_json::from_str(&page)?;
    let message = text(&messages, "/0/text")?;
    let digits = message.split(|character: char| !character.is_ascii_digit());
    let code = digits.into_iter().find(|word| word.len() == 6).ok_or("no code in the message")?;
    let key = SoftKey::draw()?;
    let device = json!({ "spki": BASE64.encode(&key.public().spki()), "label": "样例手机" });
    let enrolment = json!({
        "name": person.name, "id_number": person.id_number, "phone": person.phone, "code": code,
        "device": device,
    });
    let session = caller.post("/api/enrolments", &enrolment).await?;
    caller.signs(key, text(&session, "/person")?.parse()?);
    Ok(caller)
}

/// Comes into the case that names the person.
async fn join(caller: &mut Caller, case: &str) -> Result<(), Failure> {
    let waiting = caller.get("/api/waiting-cases").await?;
    let seat = waiting.as_array().and_then(|cases| cases.iter().find(|one| one["case"] == case));
    let seat = seat.ok_or("the case does not wait for its party")?;
    caller.post(&format!("/api/cases/{case}/membership"), &json!({ "party": seat["party"] })).await?;
    Ok(())
}

/// Signs a member of staff on through the court's provider.
async fn sign_on(caller: &mut Caller, subject: &str) -> Result<(), Failure> {
    let begin = format!("{}/api/staff/sign-on", caller.base());
    let provider = caller.redirect(Method::GET, &begin, None).await?;
    let form = format!("{}&subject={subject}", provider.query().unwrap_or_default());
    let mut choose = provider.clone();
    choose.set_query(None);
    let back = caller.redirect(Method::POST, choose.as_str(), Some(form)).await?;
    caller.redirect(Method::GET, back.as_str(), None).await?;
    Ok(())
}

/// The first of `parties` sues the others, who are found by their numbers when the case is registered.
async fn file(parties: &mut [Caller], first: u32) -> Result<String, Failure> {
    let n_parties = parties.len() as u32;
    let claimant = &mut parties[0];
    let draft = claimant.post("/api/drafts", &json!({ "kind": "civil_first_instance" })).await?;
    let case = text(&draft, "/id")?;
    let blob = upload_photo(claimant, &case).await?;
    let party = |number: u32| {
        let person = crowd::person(number);
        json!({
            "kind": "natural_person", "name": person.name, "phone": person.phone,
            "domicile": "浙江省宁波市海曙区样例路1号",
        })
    };
    let mut form = draft["form"].clone();
    let mut plaintiff = party(first);
    for field in ["id_masked", "id_digest"] {
        plaintiff[field] = form["claimants"][0][field].clone();
    }
    form["court_code"] = json!("浙0203");
    form["cause_code"] = json!(private_loan());
    form["claimants"] = json!([plaintiff]);
    form["claims"] = json!(["请求判令被告归还借款10000元"]);
    form["facts_and_reasons"] = json!("样例：被告借款后没有归还。");
    form["claim_amount_fen"] = json!(1_000_000);
    form["attachments"] = json!([{ "kind": "identity_proof", "name": "身份证明", "blob": blob }]);
    let others = first + 1..first + n_parties;
    // Somebody has to be sued, also where only the plaintiff is in the space.
    let nobody = json!({ "kind": "natural_person", "name": "样例无人", "domicile": "不明" });
    form["respondents"] =
        if others.is_empty() { json!([nobody]) } else { others.clone().map(party).collect() };
    let id_numbers: Vec<Value> = (0..)
        .zip(others)
        .map(|(seat, number): (u32, u32)| {
            json!({ "field": format!("respondents[{seat}]"), "id_number": crowd::person(number).id_number })
        })
        .collect();
    let save = json!({ "version": draft["version"], "form": form, "id_numbers": id_numbers });
    let saved = claimant.put(&format!("/api/drafts/{case}"), &save).await?;
    claimant.post("/api/filings", &json!({ "draft": case, "form": saved["form"] })).await?;
    Ok(case)
}

/// Code of 民间借贷纠纷 in the list of causes.
fn private_loan() -> String {
    let facts = weicourt_domain::facts::Facts::embedded();
    let found = facts.causes.search("民间借贷纠纷", 1);
    found.first().map(|cause| cause.code.to_string()).unwrap_or_default()
}

async fn upload_photo(caller: &mut Caller, case: &str) -> Result<Value, Failure> {
    let mut photo = Cursor::new(Vec::new());
    RgbImage::from_pixel(64, 48, Rgb([180, 180, 180])).write_to(&mut photo, ImageFormat::Png)?;
    let photo = photo.into_inner();
    let begin = json!({ "size_bytes": photo.len(), "media_type": "image/png", "name": "样例.png" });
    let upload = caller.post(&format!("/api/cases/{case}/uploads"), &begin).await?;
    let upload = text(&upload, "/upload")?;
    caller.patch_bytes(&format!("/api/uploads/{upload}?offset=0"), photo).await?;
    let done = caller.post(&format!("/api/uploads/{upload}/completion"), &json!({})).await?;
    Ok(done["blob"].clone())
}
