using System.Text.Json;
using Hub.Workflows.Graph;
using Hub.Workflows.Http;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Http;

/// <summary>
/// What the two HTTP request activities share. GET and HEAD run inside the burst; any other method becomes an effect, so that the
/// claim is stored before the call is made, and the activity goes on when the result comes back. Elsa has no outcome for a call that
/// was sent and not answered: it leaves as "Failed to connect" or "Timeout", as in Elsa, and the journal says that it may have taken
/// place. Where the workflow draws no way for that, it is an incident, because going on as if nothing had happened would be a guess.
/// </summary>
internal abstract class HttpSending : Activity
{
    protected static IReadOnlyList<InputDescriptor> RequestInputs { get; } =
    [
        new() { Name = "Url", TypeName = "Uri", DisplayName = ("URL", "Adresse"), Description = ("The address to call.", "L'adresse à appeler.") },
        new()
        {
            Name = "Method",
            TypeName = "String",
            Description = ("The HTTP method.", "La méthode HTTP."),
            DefaultValue = JsonValues.From("GET"),
            UIHint = "dropdown",
            UISpecifications = Choices.Dropdown("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE"),
        },
        new() { Name = "Content", Description = ("The body.", "Le corps de la requête."), UIHint = "multiline" },
        new() { Name = "ContentType", TypeName = "String", DisplayName = ("Content type", "Type de contenu"), Description = ("The media type of the body.", "Le type de média du corps.") },
        new() { Name = "Authorization", TypeName = "String", Description = ("Value of the Authorization header.", "Valeur de l'en-tête Authorization."), Category = Categories.Security, IsSensitive = true },
        new()
        {
            Name = "DisableAuthorizationHeaderValidation",
            TypeName = "Boolean",
            DisplayName = ("Disable authorization header validation", "Ne pas vérifier l'en-tête Authorization"),
            Description = ("Sends the header as it is.", "Envoie l'en-tête tel quel."),
            UIHint = "checkbox",
            Category = Categories.Security,
        },
        new() { Name = "RequestHeaders", TypeName = "ObjectDictionary", DisplayName = ("Headers", "En-têtes"), Description = ("Further headers.", "En-têtes supplémentaires."), UIHint = "json-editor", DefaultSyntax = "Object", Category = Categories.Advanced },
    ];

    protected static IReadOnlyList<OutputDescriptor> AnswerOutputs { get; } =
    [
        new() { Name = "StatusCode", TypeName = "Int32", Description = ("The status of the answer.", "Le code d'état de la réponse.") },
        new() { Name = "ParsedContent", Description = ("The body of the answer.", "Le corps de la réponse.") },
        new() { Name = "ResponseHeaders", TypeName = "ObjectDictionary", Description = ("The headers of the answer.", "Les en-têtes de la réponse.") },
        new() { Name = OutputDescriptor.Result, IsRecorded = false, Description = ("The answer as a whole.", "La réponse entière.") },
    ];

    protected static IReadOnlyDictionary<string, JsonElement> ResilienceProperties { get; } = new Dictionary<string, JsonElement>
    {
        ["Resilient"] = JsonValues.True,
        ["ResilienceCategory"] = JsonValues.From("HTTP"),
    };

    private Resilience _resilience = Resilience.None;

    public override void Compile(NodeCompilation compilation) => _resilience = Resilience.Read(compilation);

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        context.Position = 0;
        return SendAsync(context);
    }

    public override ValueTask ResumeAsync(ActivityContext context)
    {
        if (context.ResumedBookmark is { Name: OwnBookmarks.Retry })
        {
            InputEvaluation.EvaluateSensitive(context);
            return SendAsync(context);
        }

        return ReceiveAsync(context, context.StimulusInput);
    }

    private async ValueTask SendAsync(ActivityContext context)
    {
        var call = ReadCall(context);
        if (call.IsSafe)
        {
            await ReceiveAsync(context, (await CallAsync(context, call)).ToJson());
        }
        else
        {
            context.Run.Waits.RequestEffect(context, EffectKind, call.ToJson(), call.IsIdempotent, "answered", context.Position);
        }
    }

    /// <summary>Kind of the effect that asks for the call.</summary>
    protected virtual string EffectKind => HttpCall.EffectKind;

    /// <summary>Makes a call that changes nothing.</summary>
    protected virtual ValueTask<HttpCallResult> CallAsync(ActivityContext context, HttpCall call) => context.Host<IHttpCaller>().CallAsync(call, context.CancellationToken);

    /// <summary>Gives out what an answer holds.</summary>
    protected virtual ValueTask SetOutputsAsync(ActivityContext context, int statusCode, JsonElement result)
    {
        context.SetOutput("StatusCode", JsonValues.From(statusCode));
        context.SetOutput("ResponseHeaders", result.Member("headers"));
        if (result.Member("body") is var body && body.IsSet())
        {
            context.SetOutput("ParsedContent", body);
        }

        context.SetOutput(OutputDescriptor.Result, result);
        return default;
    }

    /// <summary>Goes on with an answer, or with why there is none.</summary>
    /// <param name="statusCode">Status of the answer, or 0.</param>
    protected abstract void Continue(ActivityContext context, HttpCallOutcome outcome, int statusCode);

    /// <summary>Whether the workflow draws a way for a call that brought no answer.</summary>
    protected abstract bool HandlesNoAnswer(HttpCallOutcome outcome);

    // The result stays in its written form, see HttpCallResult.ToJson: all that is taken from it is parts of it.
    private async ValueTask ReceiveAsync(ActivityContext context, JsonElement result)
    {
        if (_resilience.TryAgain(context, result, MethodOf(context) is "PUT" or "DELETE" or "OPTIONS" or "TRACE"))
        {
            return;
        }

        var (outcome, statusCode, isUnknown) = HttpCallResult.Judge(result);
        if (isUnknown)
        {
            var reason = $"The call was sent, but {(outcome == HttpCallOutcome.Timeout ? "no answer came in time" : "the connection broke before its answer came")}: the outcome is unknown, and it is not sent again by itself. Look in the called system whether it took place";
            if (!HandlesNoAnswer(outcome))
            {
                context.Fault(reason + ", then retry this step or skip it.");
            }

            context.Note(reason + ".");
        }

        if (outcome == HttpCallOutcome.Answered)
        {
            await SetOutputsAsync(context, statusCode, result);
        }

        Continue(context, outcome, statusCode);
    }

    private static string MethodOf(ActivityContext context) => (context.GetText("Method") is { Length: > 0 } method ? method : "GET").Trim().ToUpperInvariant();

    private static HttpCall ReadCall(ActivityContext context)
    {
        var url = context.GetText("Url");
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            context.Fault("HTTP Request needs an absolute address that begins with http:// or https://.");
        }

        var content = context.GetInput("Content");
        return new HttpCall(
            MethodOf(context),
            address.AbsoluteUri,
            HttpHeaderList.From(context.GetInput("RequestHeaders")),
            content.IsNothing() ? default : content,
            context.GetText("ContentType") is { Length: > 0 } contentType ? contentType : null,
            context.GetText("Authorization") is { Length: > 0 } authorization ? authorization : null)
        {
            Address = address,
        };
    }
}
