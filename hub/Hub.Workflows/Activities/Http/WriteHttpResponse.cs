using System.Globalization;
using System.Net;
using System.Text.Json;
using Hub.Workflows.Http;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Http;

/// <summary>Answers the HTTP request in which the workflow runs.</summary>
internal sealed class WriteHttpResponse : Activity
{
    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.WriteHttpResponse",
        Category = Categories.Http,
        DisplayName = ("HTTP Response", "Réponse HTTP"),
        Description = ("Writes a response to the current HTTP request.", "Répond à la requête HTTP en cours."),
        AutoCompletes = true,
        Inputs =
        [
            new() { Name = "StatusCode", TypeName = "System.Net.HttpStatusCode, System.Net.Primitives", DisplayName = ("Status code", "Code d'état"), Description = ("The status code.", "Le code d'état."), DefaultValue = JsonValues.From("OK"), UIHint = "dropdown", UISpecifications = Choices.Dropdown(Enum.GetNames<HttpStatusCode>()) },
            new() { Name = "Content", Description = ("The body.", "Le corps de la réponse."), UIHint = "multiline" },
            new() { Name = "ContentType", TypeName = "String", DisplayName = ("Content type", "Type de contenu"), Description = ("The media type of the body.", "Le type de média du corps.") },
            new() { Name = "ResponseHeaders", TypeName = "ObjectDictionary", DisplayName = ("Headers", "En-têtes"), Description = ("Further headers.", "En-têtes supplémentaires."), UIHint = "json-editor", DefaultSyntax = "Object" },
        ],
    };

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        if (context.FindHost<IHttpExchange>() is not { CanRespond: true })
        {
            context.Fault("There is no HTTP request to answer here: the workflow does not run inside one, or it has been answered.");
        }

        var content = context.GetInput("Content");
        var contentType = context.GetText("ContentType");
        if (string.IsNullOrWhiteSpace(contentType))
        {
            contentType = content.IsNothing() ? null : content.ValueKind == JsonValueKind.String ? "text/plain" : "application/json";
        }

        context.Run.Response = new WrittenHttpResponse(ParseStatus(context), contentType, HttpHeaderList.From(context.GetInput("ResponseHeaders")), content.IsNothing() ? default : content);
        return default;
    }

    private static int ParseStatus(ActivityContext context)
    {
        var text = context.GetText("StatusCode") ?? "OK";
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 100 and <= 999)
        {
            return number;
        }

        return Enum.TryParse<HttpStatusCode>(text, ignoreCase: true, out var status)
            ? (int)status
            : throw new ActivityFaultException("The status code of HTTP Response must be a number such as 200 or a name such as OK.");
    }
}
