#include "extract/source_records.h"

#include <fmt/format.h>

#include "extract/record_codec.h"

namespace papergraph::extract {
namespace {

void EncodeEvidence(const Evidence& evidence, RecordEncoder& out) {
  out.Text(evidence.text);
  out.Number(evidence.start);
  out.Number(evidence.end);
  out.Number(static_cast<uint64_t>(evidence.section));
}

Evidence DecodeEvidence(RecordDecoder& in) {
  Evidence evidence;
  evidence.text = in.Text();
  evidence.start = in.Number();
  evidence.end = in.Number();
  evidence.section = static_cast<SectionKind>(in.Number());
  return evidence;
}

}  // namespace

std::string Encode(const StoredDocument& document) {
  RecordEncoder out;
  out.Text(document.hash);
  out.Number(document.fingerprint);
  out.Number(document.papers.size());
  for (const StoredPaper& paper : document.papers) {
    for (const std::string* text :
         {&paper.text.id, &paper.text.title, &paper.text.date, &paper.text.url, &paper.text.summary}) {
      out.Text(*text);
    }
    out.Texts(paper.text.authors);
    out.Texts(paper.text.code);
    out.Number(paper.text.upvotes ? 1 : 0);
    if (paper.text.upvotes) out.Number(static_cast<uint64_t>(*paper.text.upvotes));
    out.Number(paper.mentions.size());
    for (const StoredMention& mention : paper.mentions) {
      out.Number(static_cast<uint64_t>(mention.kind));
      out.Number(mention.own ? 1 : 0);
      out.Text(mention.name);
      out.Texts(mention.aliases);
      out.Number(mention.start);
      out.MaybeFloat(mention.parameters);
    }
  }
  return out.Take();
}

StoredDocument DecodeDocument(std::string_view key, std::string_view bytes) {
  RecordDecoder in(key, bytes);
  StoredDocument document;
  document.hash = in.Text();
  document.fingerprint = in.Number();
  document.papers.resize(in.Count());
  for (StoredPaper& paper : document.papers) {
    for (std::string* text :
         {&paper.text.id, &paper.text.title, &paper.text.date, &paper.text.url, &paper.text.summary}) {
      *text = in.Text();
    }
    paper.text.authors = in.Texts();
    paper.text.code = in.Texts();
    if (in.Number() != 0) paper.text.upvotes = static_cast<int64_t>(in.Number());
    paper.mentions.resize(in.Count());
    for (StoredMention& mention : paper.mentions) {
      mention.kind = static_cast<EntityKind>(in.Number());
      mention.own = in.Number() != 0;
      mention.name = in.Text();
      mention.aliases = in.Texts();
      mention.start = in.Number();
      mention.parameters = in.MaybeFloat();
    }
  }
  return document;
}

std::string Encode(const PaperFindings& findings) {
  RecordEncoder out;
  out.Number(findings.entities.size());
  for (const EntityFinding& finding : findings.entities) {
    out.Number(static_cast<uint64_t>(finding.kind));
    out.Text(finding.name);
    out.Texts(finding.aliases);
    out.Text(finding.edge);
    EncodeEvidence(finding.evidence, out);
    out.Text(finding.rule);
    out.Float(finding.confidence);
    out.MaybeFloat(finding.parameters);
  }
  out.Number(findings.results.size());
  for (const ResultFinding& result : findings.results) {
    out.Text(result.metric);
    out.Float(result.value);
    out.Text(result.unit);
    out.Text(result.kind);
    out.MaybeFloat(result.baseline_value);
    out.Text(result.benchmark);
    out.Texts(result.subjects);
    out.Texts(result.baselines);
    EncodeEvidence(result.evidence, out);
    out.Text(result.rule);
    out.Float(result.confidence);
  }
  return out.Take();
}

PaperFindings DecodeFindings(std::string_view key, std::string_view bytes) {
  RecordDecoder in(key, bytes);
  PaperFindings findings;
  findings.entities.resize(in.Count());
  for (EntityFinding& finding : findings.entities) {
    finding.kind = static_cast<EntityKind>(in.Number());
    finding.name = in.Text();
    finding.aliases = in.Texts();
    finding.edge = in.Text();
    finding.evidence = DecodeEvidence(in);
    finding.rule = in.Text();
    finding.confidence = in.Float();
    finding.parameters = in.MaybeFloat();
  }
  findings.results.resize(in.Count());
  for (ResultFinding& result : findings.results) {
    result.metric = in.Text();
    result.value = in.Float();
    result.unit = in.Text();
    result.kind = in.Text();
    result.baseline_value = in.MaybeFloat();
    result.benchmark = in.Text();
    result.subjects = in.Texts();
    result.baselines = in.Texts();
    result.evidence = DecodeEvidence(in);
    result.rule = in.Text();
    result.confidence = in.Float();
  }
  return findings;
}

std::string FindingKey(std::string_view source, size_t position) {
  std::string key(source);
  key.push_back('\0');
  return key + fmt::format("{:08}", position);
}

uint64_t Mix(uint64_t seed, std::string_view bytes) {
  // FNV-1a, with a last stir so that short texts differ in all bits.
  uint64_t hash = 0xCBF29CE484222325u ^ seed;
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
  hash ^= hash >> 32;
  hash *= 0xD6E8FEB86659FD93u;
  return hash ^ (hash >> 32);
}

std::string HashOf(std::string_view bytes) {
  return fmt::format("{:016x}{:016x}", Mix(bytes.size(), bytes), Mix(0x9E3779B97F4A7C15u, bytes));
}

}  // namespace papergraph::extract
