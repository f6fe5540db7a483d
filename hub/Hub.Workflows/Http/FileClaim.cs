using System.Text.Json;

namespace Hub.Workflows.Http;

/// <summary>A file that the host keeps: what travels through a workflow instead of the bytes (a claim check).</summary>
/// <param name="Id">By what the host finds it.</param>
/// <param name="FileName">Name it came with; never used as a path.</param>
/// <param name="ContentType">Media type it came with.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
/// <param name="FieldName">The form field that it was uploaded in; null for a download.</param>
/// <param name="ETag">Entity tag it came with; null for none.</param>
public sealed record FileClaim(string Id, string FileName, string ContentType, long Length, string Sha256, string? FieldName = null, string? ETag = null)
{
    /// <summary>The claim as a workflow sees it: Elsa's names of an uploaded and of a downloaded file, and the host's <c>file</c>.</summary>
    public JsonElement ToJson() => JsonValues.Write(this, static (writer, claim) =>
    {
        writer.WriteStartObject();
        writer.WriteString("file", claim.Id);
        if (claim.FieldName is not null)
        {
            writer.WriteString("name", claim.FieldName);
        }

        writer.WriteString("fileName", claim.FileName);
        writer.WriteString("filename", claim.FileName);
        writer.WriteString("contentType", claim.ContentType);
        writer.WriteNumber("length", claim.Length);
        writer.WriteString("sha256", claim.Sha256);
        if (claim.ETag is not null)
        {
            writer.WriteString("eTag", claim.ETag);
        }

        writer.WriteEndObject();
    });

    /// <summary>Reads what <see cref="ToJson"/> wrote; null for anything else.</summary>
    public static FileClaim? Of(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.Member("file").AsText() is { Length: > 0 } id && json.Member("sha256").AsText() is { } sha256
            ? new FileClaim(
                id,
                json.Member("fileName").AsText() ?? "file.bin",
                json.Member("contentType").AsText() ?? "application/octet-stream",
                json.Member("length") is { ValueKind: JsonValueKind.Number } length && length.TryGetInt64(out var bytes) ? bytes : 0,
                sha256,
                json.Member("name").AsText(),
                json.Member("eTag").AsText())
            : null;
}
