//! `README.txt`: for whoever finds the folder in twenty years.

/// The text; Chinese first.
pub(super) const TEXT: &str = r#"微法院案件归档文件夹（格式 weicourt-archive，版本 1）
================================================

一、怎么看
  用任意浏览器打开 index.html，即可阅读和打印：登记信息、当事人、按先后排列的全部记录、照片和文件。
  不需要联网，不需要任何专用软件。internal 文件夹是副卷（评议等内容），只供有权人员查阅，对外提供时可以不带。

二、文件说明
  manifest.json         案件、两条记录链的终点、数量、公钥
  log/front.jsonl       当事人一侧的记录，每行一条；log/court.jsonl 为法院一侧
  blobs/                照片、录音、文件，与提交时逐字节相同，文件名即其 SHA-256
  keys/*.pem            核对签名用的公钥（Ed25519）
  certificates/         返回回执、清除证明（如有）
  internal/             副卷（如有）
  checksums.sha256      以上全部文件的 SHA-256
  checksums.sig         对 checksums.sha256 的签名

三、怎么核对（不用微法院软件）
  1. 文件没有变动：       sha256sum -c checksums.sha256
  2. 清单出自法院节点：   openssl pkeyutl -verify -pubin -inkey keys/archive.pem -rawin -in checksums.sha256 -sigfile checksums.sig
  3. 每条记录：取一行，envelope_bytes（十六进制）的 SHA-256 等于 hash；
     其中 previous 等于上一行的 hash，第一条为 64 个零；
     signature（Base64）是对 receipt_bytes 的 Ed25519 签名，用 keys/front.pem 或 keys/court.pem 核对；
     salt（十六进制）与 text（UTF-8）连在一起的 SHA-256 等于 envelope 中的 body_digest。
  4. body.state 为 internal 的，内容在 internal/log 的同名文件里；为 erased 的，内容已依规定清除，链条仍可核对。
  也可以用微法院软件一步完成：  weicourt archive verify 文件夹

WeiCourt case archive (format weicourt-archive, version 1)
==========================================================

1. Reading
  Open index.html in any browser: register, parties, every entry in its order, photos and files. It needs no
  network and no scripts. The folder internal holds what only the bench may read; it may be left out of copies.

2. Files
  manifest.json         the case, the heads of both chains, counts, public keys
  log/front.jsonl       what people handed in, one entry a line; log/court.jsonl: what the court did
  blobs/                photos, voice, files, byte for byte as handed in; the name is the SHA-256
  keys/*.pem            public keys (Ed25519)
  certificates/         receipts of return and certificates of erasure, if any
  internal/             the internal file, if it is here
  checksums.sha256      SHA-256 of all of these
  checksums.sig         signature over checksums.sha256

3. Checking without our software
  a. no file was changed:      sha256sum -c checksums.sha256
  b. a court's node made it:   openssl pkeyutl -verify -pubin -inkey keys/archive.pem -rawin -in checksums.sha256 -sigfile checksums.sig
  c. each line of a log: SHA-256 of envelope_bytes (hexadecimal) is hash; envelope.previous is the hash of the
     line before, 64 zeros in the first; signature (Base64) is Ed25519 over receipt_bytes by keys/front.pem or
     keys/court.pem; SHA-256 of salt (hexadecimal) followed by text (UTF-8) is envelope.body_digest.
  d. where body.state is internal, the words are in the file of the same name under internal/log; where it is
     erased they were destroyed as the rules ask, and the chain can be checked all the same.
  Or in one step:  weicourt archive verify FOLDER
"#;
