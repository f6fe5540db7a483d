namespace Hub.Workflows.Activities.Http;

/// <summary>Calls an HTTP address and leaves through the answer's status.</summary>
internal sealed class FlowSendHttpRequest : FlowHttpSending
{
    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.FlowSendHttpRequest",
        Category = Categories.Http,
        DisplayName = ("HTTP Request (flow)", "Requête HTTP (flux)"),
        Description = ("Calls an HTTP address and goes on by the answer's status.", "Appelle une adresse HTTP et continue selon le code d'état de la réponse."),
        Kind = ActivityKind.Task,
        CustomProperties = ResilienceProperties,
        Inputs = [.. RequestInputs, ExpectedStatusCodes],
        Outputs = AnswerOutputs,
        Ports = Outcomes,
    };
}
