namespace Hub.Workflows.Definitions;

/// <summary>When a definition may get another instance (contract §8). "Running" means not ended, also while it waits.</summary>
public enum ActivationStrategy
{
    /// <summary>Whenever it is started.</summary>
    Always,

    /// <summary>While no instance of the definition runs.</summary>
    Singleton,

    /// <summary>While no instance of any definition runs that has the same correlation id. Without a correlation id, always.</summary>
    Correlation,

    /// <summary>While no instance of the definition runs that has the same correlation id; without one, as <see cref="Singleton"/>.</summary>
    CorrelatedSingleton,
}
