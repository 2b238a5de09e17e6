// What the shape of a written name says about whom it can be one with.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace papergraph::extract {

/// "SSL", "GSM", "R2M": two to six capitals or digits, at least two of them letters. Two papers may mean two things by
/// one.
bool IsAcronym(std::string_view name);

bool HasChinese(std::string_view text);

/// One word that nobody writes by chance: capitals inside, digits or hyphens between letters ("GraphLocator",
/// "DINO-SAE", "TTT-E2E"), but no acronym.
bool IsProperWord(std::string_view name);

/// Whether `phrase` spells out `acronym`: the initials of its words, small words left out or counted. "Group Relative
/// Policy Optimization" is an expansion of "GRPO". English only.
bool IsExpansion(std::string_view phrase, std::string_view acronym);

/// Whether a form written for a thing can stand for it elsewhere, too. No: sizes and numbers alone ("8B"), and forms of
/// another version, size or subset ("Qwen3" for "Qwen3-8B", "AIME 2025" for "AIME 2024", "ImageNet" for "ImageNet-1K").
bool CanStandFor(std::string_view form, std::string_view name);

/// Billions of parameters in a model's name: "Qwen3-8B" 8, "Gemma 270M" 0.27, "Qwen3-30B-A3B" 30; 0 when it says none.
double SizeInName(std::string_view name);

/// The family that a model's name belongs to: "Qwen2.5-7B-Instruct" → "Qwen2.5". Empty when the name shows none.
std::string FamilyOfModel(std::string_view name);

/// The series of a benchmark with a year: "HMMT 2025", "HMMT25", "AIME'24" → "HMMT", "AIME". Empty when the name shows
/// none.
std::string SeriesOfBenchmark(std::string_view name);

/// The name's beginnings that end where a word ends, longest first: "SWE-bench Verified" → "SWE-bench", "SWE".
std::vector<std::string> Beginnings(std::string_view name);

}  // namespace papergraph::extract
