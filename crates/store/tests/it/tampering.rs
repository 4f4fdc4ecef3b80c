use sea_orm::ConnectionTrait as _;
use weicourt_domain::log::Position;

use crate::court::{judge_says, on_every_database, says};

#[tokio::test]
async fn a_change_of_any_column_of_the_log_is_found() {
    on_every_database(|court| async move {
        let case = court.registered_case().await;
        for index in 0..5 {
            court.append(case, vec![says(&format!("第{index}句")), judge_says("好")]).await;
        }
        for _ in 0..3 {
            court.append(case, vec![says("请问何时开庭")]).await;
        }
        let whole = Position { front: 9, court: 7 };
        assert_eq!(court.verify(case).await, Ok(whole));
        let intruder = court.intruder().await;
        let backend = intruder.get_database_backend();
        let is_sqlite = backend == sea_orm::DbBackend::Sqlite;
        let flipped = |column: &str| {
            if is_sqlite {
                format!("x'abcdef' || substr({column}, 4)")
            } else {
                format!("set_byte({column}, 0, (get_byte({column}, 0) + 1) % 256)")
            }
        };
        // The digests at the front of `chain`: previous, body, hash; and at its end the signature.
        let flipped_at = |place: usize| {
            if is_sqlite {
                format!("substr(chain, 1, {place}) || x'abcd' || substr(chain, {})", place + 3)
            } else {
                format!("set_byte(chain, {place}, (get_byte(chain, {place}) + 1) % 256)")
            }
        };
        let changes = [
            ("case_id", "case_id + 1".to_owned()),
            ("origin", "case when origin = 1 then 2 else 1 end".to_owned()),
            ("seq", "seq + 100".to_owned()),
            ("n", "n + 1".to_owned()),
            ("at", "at - 86400000".to_owned()),
            ("actor", "actor + 1".to_owned()),
            ("kind", "13".to_owned()),
            ("audience", "1".to_owned()),
            ("command", flipped("command")),
            ("command_index", "command_index + 1".to_owned()),
            ("stamp", "replace(stamp, 'real_name', 'face')".to_owned()),
            ("stamp", "replace(stamp, 'plaintiff', 'defendant')".to_owned()),
            ("stamp", "replace(stamp, 'conversation', 'register')".to_owned()),
            ("chain", flipped_at(0)),
            ("chain", flipped_at(32)),
            ("chain", flipped_at(64)),
            ("chain", flipped_at(100)),
            ("body", flipped("body")),
        ];
        // An entry of the front chain whose place in the court's chain is free.
        let key = format!("case_id = {} and origin = 1 and seq = 8", case.0 as i64);
        intruder.execute_unprepared("create table kept as select * from entry").await.expect("keep");
        for (column, change) in changes {
            let tamper = format!("update entry set {column} = {change} where {key}");
            let done = intruder.execute_unprepared(&tamper).await.expect("tamper");
            assert_eq!(done.rows_affected(), 1, "{column}");
            let found = court.verify(case).await;
            assert!(found.is_err(), "{column} = {change} was not found: {found:?}");
            intruder.execute_unprepared("delete from entry").await.expect("undo");
            intruder.execute_unprepared("insert into entry select * from kept").await.expect("undo");
            assert_eq!(court.verify(case).await, Ok(whole), "{column} undone");
        }

        // A body put in another entry's place, and an entry taken out of the middle.
        let swap = format!(
            "update entry set body = (select body from entry o where o.case_id = {0} and o.origin = 1 and o.seq = 7)
             where case_id = {0} and origin = 1 and seq = 8",
            case.0 as i64
        );
        intruder.execute_unprepared(&swap).await.expect("swap");
        assert!(court.verify(case).await.is_err());
        intruder.execute_unprepared(&format!("delete from entry where {key}")).await.expect("delete");
        assert!(court.verify(case).await.expect_err("a gap").contains("expected number 8"));
        intruder.close().await.expect("close");
    })
    .await;
}
