using System.Globalization;
using Hub.Workflows.Definitions;
using Hub.Workflows.Graph;
using Hub.Workflows.Http;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Http;

/// <summary>Calls an HTTP address, then runs the activity that belongs to the answer's status.</summary>
internal sealed class SendHttpRequest : HttpSending
{
    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.SendHttpRequest",
        Category = Categories.Http,
        DisplayName = ("HTTP Request", "Requête HTTP"),
        Description = ("Calls an HTTP address.", "Appelle une adresse HTTP."),
        Kind = ActivityKind.Task,
        CustomProperties = ResilienceProperties,
        Inputs =
        [
            .. RequestInputs,
            new()
            {
                Name = "ExpectedStatusCodes",
                IsWrapped = false,
                DisplayName = ("Expected status codes", "Codes d'état attendus"),
                Description = ("Status codes and what to run for each.", "Codes d'état et ce qu'il faut exécuter pour chacun."),
                UIHint = "http-status-codes",
            },
        ],
        Outputs = AnswerOutputs,
        Ports =
        [
            new() { Name = "ExpectedStatusCodes", Kind = PortKind.EmbeddedCases },
            PortDescriptor.Embedded("UnmatchedStatusCode", ("Unmatched status code", "Autre code d'état")),
            PortDescriptor.Embedded("FailedToConnect", ("Failed to connect", "Échec de connexion")),
            PortDescriptor.Embedded("Timeout", ("Timeout", "Délai dépassé")),
        ],
    };

    private int[] _codes = [];
    private IReadOnlyList<GraphNode?> _activities = [];
    private GraphNode? _unmatched;
    private GraphNode? _failed;
    private GraphNode? _timeout;

    public override void Compile(NodeCompilation compilation)
    {
        base.Compile(compilation);
        _codes = [.. DefinitionReader.Items(compilation.Member("expectedStatusCodes"), $"{compilation.Node.Place}/expectedStatusCodes")
            .Select(item => int.TryParse(item.Member("statusCode").AsText(), NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : 0)];
        _activities = compilation.Ports("ExpectedStatusCodes");
        _unmatched = compilation.Port("UnmatchedStatusCode");
        _failed = compilation.Port("FailedToConnect");
        _timeout = compilation.Port("Timeout");
    }

    protected override bool HandlesNoAnswer(HttpCallOutcome outcome) => (outcome == HttpCallOutcome.Timeout ? _timeout : _failed) is not null;

    protected override void Continue(ActivityContext context, HttpCallOutcome outcome, int statusCode)
    {
        var position = Array.IndexOf(_codes, statusCode);
        context.Schedule(
            outcome switch
            {
                HttpCallOutcome.FailedToConnect => _failed,
                HttpCallOutcome.Timeout => _timeout,
                _ => position >= 0 ? _activities[position] : _unmatched,
            },
            "answer");
    }
}
