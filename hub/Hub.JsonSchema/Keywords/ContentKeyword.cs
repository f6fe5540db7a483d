using System.Buffers.Text;
using Hub.JsonSchema.Json;
using Hub.JsonSchema.Messages;
using Hub.JsonSchema.Plan;

namespace Hub.JsonSchema.Keywords;

/// <summary><c>contentEncoding</c> and <c>contentMediaType</c> as assertions, on demand (Validation draft 7, 8; annotations only since 2019-09).</summary>
internal sealed class ContentKeyword(bool base64, bool json, int maxDepth) : Keyword(base64 ? "contentEncoding" : "contentMediaType", JsonTypes.String)
{
    public override bool IsValid(ref Evaluation evaluation, int at, Marks? marks)
    {
        var text = evaluation.Text(at);
        if (!base64)
        {
            return IsJson(text);
        }

        if (text.Length % 4 != 0 || text.ContainsAny(" \t\r\n"u8) || !Base64.IsValid(text))
        {
            return false;
        }

        var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        _ = Base64.DecodeFromUtf8(text, decoded, out _, out var length);
        return !json || IsJson(decoded.AsSpan(0, length));
    }

    protected override BilingualText Explain(ref Evaluation evaluation, int at) =>
        Sentences.ContentNotFollowed(string.Join(" + ", new[] { base64 ? "base64" : "", json ? "application/json" : "" }.Where(part => part.Length > 0)));

    private bool IsJson(ReadOnlySpan<byte> text) => new JsonTape().Read(text, maxDepth) is null;
}
