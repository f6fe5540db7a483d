using System.Text;
using System.Text.Json;
using Hub.Server.Web;
using Hub.Workflows;
using Hub.Workflows.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Hub.Server.Workflows.Http;

/// <summary>
/// The body of a request to an HttpEndpoint, read within its limits: JSON as a value, a form as an object, text as a string. Uploaded
/// files go to disk while they come and are named by their claim checks.
/// </summary>
/// <param name="Content">The parsed content; not set when there is none.</param>
/// <param name="Files">Claim checks; not set when no file came.</param>
/// <param name="Outcome">The limit that was broken and for which the workflow draws a way; null for none.</param>
/// <param name="Refusal">The limit that was broken and stops the request here; null for none.</param>
internal sealed record EndpointBody(JsonElement Content, JsonElement Files, string? Outcome, EndpointRefusal? Refusal)
{
    // What is parsed is held in memory and becomes part of a state; files are not.
    private const long MostParsed = BodyLimits.Default;
    private const int MostAtOnce = 64 * 1024;
    private const int MostFields = 1024;
    private const int MostFiles = 100;

    /// <exception cref="JsonException">It says JSON and is not.</exception>
    public static async Task<EndpointBody> ReadAsync(HttpRequest request, EndpointLimits limits, KeptFiles files, TenantId tenant, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limits.RequestSize)
        {
            return Broken(EndpointLimits.RequestTooLarge, limits, default);
        }

        var kept = new List<FileClaim>();
        var body = new BoundedStream(request.Body, limits.RequestSize ?? long.MaxValue);
        try
        {
            var read = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
                ? await ReadMultipartAsync(body, HeaderUtilities.RemoveQuotes(type.Boundary).ToString(), limits, files, tenant, kept, cancellationToken)
                : new EndpointBody(await ReadContentAsync(request, body, type, cancellationToken), default, null, null);
            if (read.Files.IsSet())
            {
                // Now the message will name them.
                kept.Clear();
            }

            return read;
        }
        catch (FileTooLargeException)
        {
            return Broken(EndpointLimits.RequestTooLarge, limits, default);
        }
        finally
        {
            foreach (var file in kept)
            {
                files.Drop(tenant, file);
            }
        }
    }

    private static async Task<EndpointBody> ReadMultipartAsync(
        Stream body, string boundary, EndpointLimits limits, KeptFiles files, TenantId tenant, List<FileClaim> kept, CancellationToken cancellationToken)
    {
        var fields = new KeyValueAccumulator();
        string? broken = null;
        if (boundary.Length is 0 or > 70)
        {
            return Malformed();
        }

        var reader = new MultipartReader(boundary, body);
        try
        {
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                if (section.AsFileSection() is { FileStream: { } content } file)
                {
                    if (kept.Count == MostFiles)
                    {
                        return TooMany();
                    }

                    try
                    {
                        kept.Add(await files.KeepAsync(tenant, content, file.FileName, section.ContentType, file.Name, null, Math.Min(limits.FileSize ?? long.MaxValue, KeptFiles.MostBytes), cancellationToken));
                    }
                    catch (FileTooLargeException) when (!((BoundedStream)body).IsExceeded)
                    {
                        // The rest of the section is skipped by the reader; sizes are judged before names, as in Elsa.
                        broken = EndpointLimits.FileTooLarge;
                    }
                }
                else if (section.AsFormDataSection() is { } field)
                {
                    if (fields.ValueCount == MostFields)
                    {
                        return TooMany();
                    }

                    using var text = new StreamReader(new BoundedStream(section.Body, MostParsed), Encoding.UTF8);
                    fields.Append(field.Name, await text.ReadToEndAsync(cancellationToken));
                }
            }
        }
        catch (Exception error) when (error is InvalidDataException or IOException and not BadHttpRequestException)
        {
            return Malformed();
        }

        var parsed = Fields(fields.GetResults());
        var judged = kept.Select(limits.Judge).OfType<string>().ToList();
        broken ??= judged.Contains(EndpointLimits.InvalidExtension) ? EndpointLimits.InvalidExtension : judged.FirstOrDefault();
        return broken is null
            ? new EndpointBody(parsed, kept.Count == 0 ? default : Claims(kept), null, null)
            : Broken(broken, limits, parsed);
    }

    private static async Task<JsonElement> ReadContentAsync(HttpRequest request, Stream body, MediaTypeHeaderValue? type, CancellationToken cancellationToken)
    {
        var content = await ReadAllAsync(request, body, cancellationToken);
        if (content.IsEmpty)
        {
            return default;
        }

        var bytes = content.Span;
        if (type is not null && type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
        {
            return Fields(QueryHelpers.ParseQuery(Encoding.UTF8.GetString(bytes)));
        }

        var isJson = type is not null && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase));
        return isJson ? StrictJson.Parse(bytes, allowDuplicates: true) : JsonValues.From(Encoding.UTF8.GetString(bytes));
    }

    // A short one that says its length, as nearly every one does, is read into its own place; the server sees to it that no more comes.
    // A long one takes memory only as it comes.
    private static async Task<ReadOnlyMemory<byte>> ReadAllAsync(HttpRequest request, Stream body, CancellationToken cancellationToken)
    {
        if (request.ContentLength is { } length and <= MostAtOnce)
        {
            var whole = new byte[length];
            return whole.AsMemory(0, await request.Body.ReadAtLeastAsync(whole, whole.Length, throwOnEndOfStream: false, cancellationToken));
        }

        using var buffer = new MemoryStream();
        await new BoundedStream(body, MostParsed).CopyToAsync(buffer, cancellationToken);
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    private static EndpointBody Broken(string outcome, EndpointLimits limits, JsonElement content) => limits.Exposes(outcome)
        ? new EndpointBody(content, default, outcome, null)
        : new EndpointBody(default, default, null, limits.Refuse(outcome));

    private static EndpointBody Malformed() => new(default, default, null, new(400, new(
        "Le formulaire multipart/form-data est incomplet ou mal formé.", "The multipart/form-data body is incomplete or malformed.")));

    private static EndpointBody TooMany() => new(default, default, null, new(413, new(
        $"Un formulaire a au plus {MostFields} champs et {MostFiles} fichiers.", $"A form has at most {MostFields} fields and {MostFiles} files.")));

    private static JsonElement Claims(List<FileClaim> files) => JsonValues.Write(files, static (writer, claims) =>
    {
        writer.WriteStartArray();
        foreach (var claim in claims)
        {
            claim.ToJson().WriteTo(writer);
        }

        writer.WriteEndArray();
    });

    private static JsonElement Fields(Dictionary<string, Microsoft.Extensions.Primitives.StringValues> fields) => JsonValues.Write(fields, static (writer, all) =>
    {
        writer.WriteStartObject();
        foreach (var (name, value) in all)
        {
            writer.WriteString(name, value.ToString());
        }

        writer.WriteEndObject();
    });
}
