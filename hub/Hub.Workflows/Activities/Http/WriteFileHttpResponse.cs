using System.Globalization;
using System.Text;
using System.Text.Json;
using Hub.Workflows.Http;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Http;

/// <summary>Answers the HTTP request in which the workflow runs with a file, or with several as one zip. Without content the answer is 204.</summary>
internal sealed class WriteFileHttpResponse : Activity
{
    private const int MostFiles = 100;
    private const long MostBytes = 200L * 1024 * 1024;

    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.WriteFileHttpResponse",
        Category = Categories.Http,
        DisplayName = ("HTTP File Response", "Réponse HTTP par un fichier"),
        Description = ("Sends one or more files (zipped) to the current HTTP request.", "Répond à la requête HTTP en cours par un ou plusieurs fichiers (zip)."),
        AutoCompletes = true,
        Inputs =
        [
            new() { Name = "ContentType", TypeName = "String", DisplayName = ("Content type", "Type de contenu"), Description = ("The media type; empty lets the file's name decide.", "Le type de média ; vide, le nom du fichier décide.") },
            new() { Name = "Filename", TypeName = "String", DisplayName = ("File name", "Nom du fichier"), Description = ("The name of the download; empty takes the file's own.", "Le nom du téléchargement ; vide, celui du fichier.") },
            new() { Name = "EntityTag", TypeName = "String", DisplayName = ("Entity tag", "Étiquette d'entité"), Description = ("The ETag; empty takes the content's own.", "L'ETag ; vide, celui du contenu.") },
            new() { Name = "Content", Description = ("A file, text, bytes, or a list of them.", "Un fichier, du texte, des octets, ou une liste."), UIHint = "multiline" },
            new() { Name = "EnableResumableDownloads", TypeName = "Boolean", DisplayName = ("Resumable download", "Téléchargement reprenable"), Description = ("Whether the client may ask for a part of the file.", "Si le client peut demander une partie du fichier."), UIHint = "checkbox" },
            new() { Name = "DownloadCorrelationId", TypeName = "String", DisplayName = ("Download correlation", "Corrélation du téléchargement"), Description = ("Kept for compatibility: the same files always give the same zip here.", "Conservé pour compatibilité : les mêmes fichiers donnent toujours le même zip ici.") },
        ],
    };

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        if (context.FindHost<IHttpExchange>() is not { CanRespond: true })
        {
            context.Fault("There is no HTTP request to answer here: the workflow does not run inside one, or it has been answered.");
        }

        var parts = PartsOf(context, context.GetInput("Content"));
        if (parts.Sum(part => part.Claim?.Length ?? part.Bytes.Length) > MostBytes)
        {
            context.Fault($"HTTP File Response sends at most {MostBytes / (1024 * 1024)} MiB at once.");
        }

        var contentType = context.GetText("ContentType") is { } given && !string.IsNullOrWhiteSpace(given) ? given : null;
        context.Run.Response = parts.Count == 0
            ? new WrittenHttpResponse(204, null, [], default)
            : new WrittenHttpResponse(200, contentType, [], default)
            {
                File = new WrittenFile(parts, NotEmpty(context.GetText("Filename")), Quoted(NotEmpty(context.GetText("EntityTag"))), context.GetBoolean("EnableResumableDownloads")),
            };
        return default;
    }

    private static List<WrittenFilePart> PartsOf(ActivityContext context, JsonElement content)
    {
        var parts = new List<WrittenFilePart>();
        if (content.ValueKind != JsonValueKind.Array || IsBytes(content))
        {
            Add(context, content, parts);
            return parts;
        }

        if (content.GetArrayLength() > MostFiles)
        {
            context.Fault($"HTTP File Response sends at most {MostFiles} files at once.");
        }

        foreach (var item in content.EnumerateArray())
        {
            Add(context, item, parts);
        }

        return parts;
    }

    private static void Add(ActivityContext context, JsonElement content, List<WrittenFilePart> parts)
    {
        var number = (parts.Count + 1).ToString(CultureInfo.InvariantCulture);
        if (content.IsNothing())
        {
            return;
        }

        if (FileClaim.Of(content) is { } claim)
        {
            parts.Add(new WrittenFilePart(claim, default, claim.FileName, claim.ContentType));
        }
        else if (content.ValueKind == JsonValueKind.String)
        {
            parts.Add(new WrittenFilePart(null, Encoding.UTF8.GetBytes(content.GetString()!), $"file{number}.txt", null)); // a JSON string is never null
        }
        else if (content.ValueKind == JsonValueKind.Array && IsBytes(content))
        {
            parts.Add(new WrittenFilePart(null, content.EnumerateArray().Select(item => item.GetByte()).ToArray(), $"file{number}.bin", null));
        }
        else
        {
            context.Fault($"HTTP File Response sends files, text and bytes, but a part of its content is of kind {content.ValueKind}.");
        }
    }

    // Bytes travel as arrays of numbers, see ElsaFunctions.
    private static bool IsBytes(JsonElement content)
    {
        if (content.GetArrayLength() == 0)
        {
            return false;
        }

        foreach (var item in content.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetByte(out _))
            {
                return false;
            }
        }

        return true;
    }

    private static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static string? Quoted(string? tag) => tag is null || tag.EndsWith('"') ? tag : $"\"{tag}\"";
}
