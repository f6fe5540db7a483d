namespace Hub.Workflows.Activities;

/// <summary>A kind of activity that definitions may use.</summary>
/// <param name="Descriptor">What it is.</param>
/// <param name="Factory">Makes the object for one step; called once per step of a compiled definition.</param>
public sealed record ActivityRegistration(ActivityDescriptor Descriptor, Func<Activity> Factory);
