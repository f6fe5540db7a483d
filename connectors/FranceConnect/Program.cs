using Hub.Connectors.FranceConnect;

await FranceConnectConnector.Build(args).RunAsync();
