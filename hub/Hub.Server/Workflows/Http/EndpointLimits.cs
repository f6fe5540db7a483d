using System.Globalization;
using System.Text.Json;
using Hub.Server.Web;
using Hub.Workflows;
using Hub.Workflows.Http;

namespace Hub.Server.Workflows.Http;

/// <summary>What an HttpEndpoint takes (contract §5): sizes in bytes, file extensions and media types; and which refusals it draws a way for.</summary>
internal sealed class EndpointLimits(JsonElement settings)
{
    public const string RequestTooLarge = "Request too large";
    public const string FileTooLarge = "File too large";
    public const string InvalidExtension = "Invalid file extension";
    public const string InvalidMediaType = "Invalid file MIME type";

    private readonly List<string> allowedExtensions = Texts(settings.Member("allowedFileExtensions"));
    private readonly List<string> blockedExtensions = Texts(settings.Member("blockedFileExtensions"));
    private readonly List<string> allowedTypes = Texts(settings.Member("allowedMimeTypes"));
    private readonly List<string> exposed = Texts(settings.Member("exposedOutcomes"));

    /// <summary>The most bytes of the whole body; null for the route's own bound.</summary>
    public long? RequestSize { get; } = Number(settings.Member("requestSizeLimit"));

    /// <summary>The most bytes of a file; null for the hub's own bound.</summary>
    public long? FileSize { get; } = Number(settings.Member("fileSizeLimit"));

    public bool Exposes(string outcome) => exposed.Contains(outcome);

    /// <summary>What is wrong with a file's name or media type; null when nothing is.</summary>
    public string? Judge(FileClaim file)
    {
        var extension = Path.GetExtension(file.FileName);
        if ((allowedExtensions.Count > 0 && !Holds(allowedExtensions, extension)) || Holds(blockedExtensions, extension))
        {
            return InvalidExtension;
        }

        var mediaType = file.ContentType.Split(';')[0].Trim();
        return allowedTypes.Count > 0 && !allowedTypes.Contains(mediaType, StringComparer.OrdinalIgnoreCase) ? InvalidMediaType : null;
    }

    /// <summary>How a refusal that the workflow draws no way for is answered.</summary>
    public EndpointRefusal Refuse(string outcome) => outcome switch
    {
        RequestTooLarge => new(413, new($"La requête dépasse la taille acceptée de {RequestSize ?? BodyLimits.Default} octets.", $"The maximum request size allowed is {RequestSize ?? BodyLimits.Default} bytes.")),
        FileTooLarge => new(413, new($"Un fichier dépasse la taille acceptée de {FileSize ?? KeptFiles.MostBytes} octets.", $"The maximum file size allowed is {FileSize ?? KeptFiles.MostBytes} bytes.")),
        InvalidExtension when allowedExtensions.Count > 0 => new(415, new(
            $"Seules ces extensions de fichier sont acceptées : {string.Join(", ", allowedExtensions)}",
            $"Only the following file extensions are allowed: {string.Join(", ", allowedExtensions)}")),
        InvalidExtension => new(415, new(
            $"Ces extensions de fichier ne sont pas acceptées : {string.Join(", ", blockedExtensions)}",
            $"The following file extensions are not allowed: {string.Join(", ", blockedExtensions)}")),
        _ => new(415, new(
            $"Seuls ces types de média sont acceptés : {string.Join(", ", allowedTypes)}",
            $"Only the following MIME types are allowed: {string.Join(", ", allowedTypes)}")),
    };

    // Both ".pdf" and "pdf" are written.
    private static bool Holds(List<string> extensions, string extension) =>
        extensions.Exists(one => string.Equals(one.TrimStart('.'), extension.TrimStart('.'), StringComparison.OrdinalIgnoreCase));

    private static List<string> Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => [.. value.EnumerateArray().Select(item => item.AsText()).Where(text => !string.IsNullOrWhiteSpace(text)).Select(text => text!.Trim())], // blank ones are left out
        JsonValueKind.String when value.GetString() is { Length: > 0 } text => [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
        _ => [],
    };

    private static long? Number(JsonElement value) =>
        long.TryParse(value.AsText(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}

/// <summary>Why a request does not reach its workflow.</summary>
internal sealed record EndpointRefusal(int Status, LocalizedText Text);
