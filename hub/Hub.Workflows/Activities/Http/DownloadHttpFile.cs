using System.Text.Json;
using Hub.Workflows.Http;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Http;

/// <summary>
/// Fetches a file from an HTTP address. Its content goes straight to where the host keeps files; the workflow carries the claim check
/// (<see cref="FileClaim"/>), never the bytes, unless a binding asks for them.
/// </summary>
internal sealed class DownloadHttpFile : FlowHttpSending
{
    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.DownloadHttpFile",
        Category = Categories.Http,
        DisplayName = ("Download File", "Télécharger un fichier"),
        Description = ("Downloads a file from a given URL.", "Télécharge un fichier depuis une adresse."),
        Kind = ActivityKind.Task,
        Inputs = [.. RequestInputs, ExpectedStatusCodes],
        Outputs =
        [
            new() { Name = "Response", IsRecorded = false, Description = ("The answer as a whole.", "La réponse entière.") },
            new() { Name = "StatusCode", TypeName = "Int32", Description = ("The status of the answer.", "Le code d'état de la réponse.") },
            new() { Name = "ResponseContentStream", IsRecorded = false, Description = ("The file.", "Le fichier.") },
            new() { Name = "ResponseContentBytes", TypeName = "ByteArray", IsRecorded = false, Description = ("The file's bytes; only read when something is bound to them.", "Les octets du fichier ; lus seulement si quelque chose y est relié.") },
            new() { Name = "ResponseHeaders", TypeName = "ObjectDictionary", Description = ("The headers of the answer.", "Les en-têtes de la réponse.") },
            new() { Name = "ResponseContentHeaders", TypeName = "ObjectDictionary", DisplayName = ("Content headers", "En-têtes du contenu"), Description = ("The headers that describe the content.", "Les en-têtes qui décrivent le contenu.") },
            new() { Name = OutputDescriptor.Result, Description = ("The file.", "Le fichier.") },
        ],
        Ports = Outcomes,
    };

    protected override string EffectKind => HttpCall.FileEffectKind;

    protected override ValueTask<HttpCallResult> CallAsync(ActivityContext context, HttpCall call) => context.Host<IFileShelf>().DownloadAsync(call, context.CancellationToken);

    protected override async ValueTask SetOutputsAsync(ActivityContext context, int statusCode, JsonElement result)
    {
        var file = result.Member("body");
        context.SetOutput("StatusCode", JsonValues.From(statusCode));
        context.SetOutput("ResponseHeaders", Headers(result, ofContent: false));
        context.SetOutput("ResponseContentHeaders", Headers(result, ofContent: true));
        context.SetOutput("Response", result);
        if (!file.IsSet())
        {
            return;
        }

        context.SetOutput(OutputDescriptor.Result, file);
        context.SetOutput("ResponseContentStream", file);
        if (IsBound(context, "ResponseContentBytes") && FileClaim.Of(file) is { } claim)
        {
            context.SetOutput("ResponseContentBytes", JsonValues.FromBytes(await context.Host<IFileShelf>().ReadAsync(claim, context.CancellationToken)));
        }
    }

    private static bool IsBound(ActivityContext context, string output)
    {
        for (var i = 0; i < context.Node.Outputs.Length; i++)
        {
            if (context.Node.Descriptor.Outputs[i].Name == output)
            {
                return context.Node.Outputs[i].IsBound;
            }
        }

        return false;
    }

    // RFC 9110 §8: the fields that describe the content, not the answer.
    private static JsonElement Headers(JsonElement result, bool ofContent) => JsonValues.Write((Headers: result.Member("headers"), ofContent), static (writer, all) =>
    {
        writer.WriteStartObject();
        if (all.Headers.ValueKind == JsonValueKind.Object)
        {
            foreach (var header in all.Headers.EnumerateObject())
            {
                var describesContent = header.Name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)
                    || header.Name.Equals("Last-Modified", StringComparison.OrdinalIgnoreCase)
                    || header.Name.Equals("Expires", StringComparison.OrdinalIgnoreCase);
                if (describesContent == all.ofContent)
                {
                    header.WriteTo(writer);
                }
            }
        }

        writer.WriteEndObject();
    });
}
