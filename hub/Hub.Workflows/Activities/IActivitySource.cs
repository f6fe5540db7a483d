namespace Hub.Workflows.Activities;

/// <summary>Kinds of activities that come and go while the host runs, such as those that a connector offers while its manifest is in force.</summary>
/// <remarks>Asked from any thread, each time a definition is compiled. A graph keeps what it was compiled with: the host compiles it again.</remarks>
public interface IActivitySource
{
    /// <summary>All that there are now.</summary>
    IReadOnlyList<ActivityDescriptor> Descriptors { get; }

    /// <summary>The kind of this type name; null when there is none now.</summary>
    ActivityRegistration? Find(string typeName);
}
