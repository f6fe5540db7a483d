using System.Text.Json;

namespace Hub.JsonSchema.Compatibility;

/// <summary>One place where a document of one version may be refused by the other.</summary>
/// <param name="Direction">Whose documents are refused: <see cref="Direction.Backward"/> those of the older version.</param>
/// <param name="Verdict"><see cref="Verdict.Incompatible"/> with a <paramref name="Witness"/>, or <see cref="Verdict.Unknown"/> without; never Compatible.</param>
/// <param name="InstancePath">
/// The places of the document that it concerns, as a JSON Pointer where <c>[]</c> stands for any item, <c>*</c> for any member not named, and
/// <c>{…}</c> for the members whose names match a pattern: <c>/children/[]/birthDate</c>. Empty for the whole document. For a required or a
/// refused member it is that member's place.
/// </param>
/// <param name="OldKeywordLocation">The keyword in the older version (absolute where it has an identifier), or the schema where it would stand; empty when nothing there speaks of that place.</param>
/// <param name="NewKeywordLocation">The same in the newer version.</param>
/// <param name="Keyword">The keyword that refuses.</param>
/// <param name="Message">What changed, who is refused and how to mend it. Quotes schemas, never documents.</param>
/// <param name="Witness">A whole document that one version accepts and the other refuses, for this reason; generated, so it holds nobody's data.</param>
public sealed record SchemaChange(
    Direction Direction,
    Verdict Verdict,
    string InstancePath,
    string OldKeywordLocation,
    string NewKeywordLocation,
    string Keyword,
    BilingualText Message,
    JsonElement? Witness);
