using System.Text.Json;
using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Http;

/// <summary>Starts the workflow when an HTTP request comes, or waits for one inside it.</summary>
internal sealed class HttpEndpoint : Activity
{
    private static readonly (string Input, string Outcome)[] Limits =
    [
        ("ExposeRequestTooLargeOutcome", "Request too large"),
        ("ExposeFileTooLargeOutcome", "File too large"),
        ("ExposeInvalidFileExtensionOutcome", "Invalid file extension"),
        ("ExposeInvalidFileMimeTypeOutcome", "Invalid file MIME type"),
    ];

    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = Stimulus.HttpEndpoint,
        Category = Categories.Http,
        DisplayName = ("HTTP Endpoint", "Point d'entrée HTTP"),
        Description = ("Waits for an HTTP request on a path and methods.", "Attend une requête HTTP sur un chemin et des méthodes."),
        Kind = ActivityKind.Trigger,
        Inputs =
        [
            new() { Name = "Path", TypeName = "String", Description = ("The path, such as /orders/{id}.", "Le chemin, par exemple /demandes/{id}.") },
            new()
            {
                Name = "SupportedMethods",
                TypeName = "String[]",
                DisplayName = ("Methods", "Méthodes"),
                Description = ("The HTTP methods to accept.", "Les méthodes HTTP acceptées."),
                UIHint = "checklist",
                DefaultValue = JsonValues.From(["GET"]),
                UISpecifications = Choices.Checklist("GET", "POST", "PUT", "HEAD", "DELETE"),
            },
            new() { Name = "Authorize", TypeName = "Boolean", Description = ("Whether the caller must be signed in.", "Si l'appelant doit être authentifié."), UIHint = "checkbox", Category = Categories.Security },
            new() { Name = "Policy", TypeName = "String", Description = ("The policy the caller must satisfy.", "La politique que l'appelant doit satisfaire."), Category = Categories.Security },
            new() { Name = "RequestTimeout", TypeName = "TimeSpan", DisplayName = ("Request timeout", "Délai de la requête"), Description = ("How long the request may take.", "La durée maximale de la requête.") },
            new() { Name = "RequestSizeLimit", TypeName = "Int64", DisplayName = ("Request size limit", "Taille maximale de la requête"), Description = ("In bytes.", "En octets."), Category = Categories.Upload },
            new() { Name = "FileSizeLimit", TypeName = "Int64", DisplayName = ("File size limit", "Taille maximale d'un fichier"), Description = ("In bytes.", "En octets."), Category = Categories.Upload },
            new() { Name = "AllowedFileExtensions", TypeName = "String[]", Description = ("File extensions to accept.", "Extensions de fichier acceptées."), UIHint = "multitext", Category = Categories.Upload },
            new() { Name = "BlockedFileExtensions", TypeName = "String[]", Description = ("File extensions to refuse.", "Extensions de fichier refusées."), UIHint = "multitext", Category = Categories.Upload },
            new() { Name = "AllowedMimeTypes", TypeName = "String[]", Description = ("Media types to accept.", "Types de média acceptés."), UIHint = "multitext", Category = Categories.Upload },
            .. Limits.Select(limit => new InputDescriptor
            {
                Name = limit.Input,
                TypeName = "Boolean",
                IsWrapped = false,
                Description = ($"Whether \"{limit.Outcome}\" is an outcome.", $"Si « {limit.Outcome} » est une issue."),
                UIHint = "checkbox",
                Category = Categories.Upload,
            }),
        ],
        Outputs =
        [
            new() { Name = "ParsedContent", Description = ("The body.", "Le corps de la requête.") },
            new() { Name = "Files", Description = ("The uploaded files.", "Les fichiers déposés.") },
            new() { Name = "File", Description = ("The first uploaded file.", "Le premier fichier déposé.") },
            new() { Name = "RouteData", TypeName = "ObjectDictionary", Description = ("Values of the path's parameters.", "Valeurs des paramètres du chemin.") },
            new() { Name = "QueryStringData", TypeName = "ObjectDictionary", Description = ("The query string.", "La chaîne de requête.") },
            new() { Name = "Headers", TypeName = "ObjectDictionary", Description = ("The headers.", "Les en-têtes.") },
            new() { Name = OutputDescriptor.Result, IsRecorded = false, Description = ("The request.", "La requête.") },
        ],
    };

    public override IEnumerable<StimulusDescription> DescribeTriggers(TriggerContext context)
    {
        var path = context.GetInput("Path").AsText();
        if (string.IsNullOrWhiteSpace(path))
        {
            yield break;
        }

        var settings = Settings(context.GetInput);
        foreach (var method in Methods(context.GetInput("SupportedMethods")))
        {
            yield return new StimulusDescription(Stimulus.HttpEndpoint, Stimulus.ForHttpEndpoint(path, method), settings);
        }
    }

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        if (context.IsTrigger)
        {
            return ResumeAsync(context);
        }

        var path = context.GetText("Path");
        if (string.IsNullOrWhiteSpace(path))
        {
            context.Fault("HTTP Endpoint needs a path.");
        }

        var settings = Settings(context.GetInput);
        foreach (var method in Methods(context.GetInput("SupportedMethods")))
        {
            context.CreateBookmark(new BookmarkRequest { Name = Stimulus.HttpEndpoint, Stimulus = Stimulus.ForHttpEndpoint(path, method), Settings = settings, Callback = "requested" });
        }

        return default;
    }

    public override ValueTask ResumeAsync(ActivityContext context)
    {
        var request = context.StimulusInput;
        foreach (var (member, output) in new[] { ("parsedContent", "ParsedContent"), ("files", "Files"), ("routeData", "RouteData"), ("queryStringData", "QueryStringData"), ("headers", "Headers") })
        {
            if (request.Member(member) is var value && value.IsSet())
            {
                context.SetOutput(output, value);
            }
        }

        if (request.Member("files") is { ValueKind: JsonValueKind.Array } files && files.GetArrayLength() > 0)
        {
            context.SetOutput("File", files[0]);
        }

        if (request.IsSet())
        {
            context.SetOutput(OutputDescriptor.Result, request);
        }

        if (request.Member("outcome").AsText() is { } outcome && Array.Exists(Limits, limit => limit.Outcome == outcome && context.GetBoolean(limit.Input)))
        {
            context.Complete([outcome]);
        }
        else
        {
            context.Complete();
        }

        return default;
    }

    private static IReadOnlyList<string> Methods(JsonElement value) => TextList.From(value) is { Count: > 0 } methods ? methods : ["GET"];

    private static JsonElement Settings(Func<string, JsonElement> input) => JsonValues.Object(
        ("authorize", JsonValues.From(input("Authorize").ValueKind == JsonValueKind.True)),
        ("policy", Given(input("Policy"))),
        ("requestTimeout", Given(input("RequestTimeout"))),
        ("requestSizeLimit", Given(input("RequestSizeLimit"))),
        ("fileSizeLimit", Given(input("FileSizeLimit"))),
        ("allowedFileExtensions", Given(input("AllowedFileExtensions"))),
        ("blockedFileExtensions", Given(input("BlockedFileExtensions"))),
        ("allowedMimeTypes", Given(input("AllowedMimeTypes"))),
        ("exposedOutcomes", JsonValues.From([.. Limits.Where(limit => input(limit.Input).ValueKind == JsonValueKind.True).Select(limit => limit.Outcome)])));

    private static JsonElement Given(JsonElement value) => value.IsNothing() ? default : value;
}
