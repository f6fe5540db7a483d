namespace Hub.Workflows.Activities;

/// <summary>One of the values that a drop-down list offers.</summary>
/// <param name="Value">What the definition holds.</param>
/// <param name="Text">What the designer shows.</param>
public sealed record InputChoice(string Value, LocalizedText Text);
